using Lucarne.Dicom.Structures;
using Lucarne.Imaging.Contours;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Contours;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Tests.Recipes;
using DrawnStructure = Lucarne.Dicom.Structures.Structure;

namespace Lucarne.Learning.Tests.Contours;

/// <summary>A person's version of what a network drew.</summary>
public sealed class CorrectedMapsTests
{
    private const byte Gtv = 1, Ptv = 2, Right = 3, Heart = 5;

    private static readonly SegmentationOptions Options = Recipe.Load("thorax", RepositoryRecipes.Folder, variant: null, []).Segmentation!;
    private static readonly VolumeGeometry Row = new(6, 1, 1, Vector3d.Zero, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1));

    // A tumour with its margin, in a lung that goes on beneath the margin.
    private static readonly StructureMaps Drawn = new(Map(Right, Ptv, Gtv, Ptv, Right, 0), Map(Right, Right, Gtv, Right, Right, 0));

    [Fact]
    public void Beneath_a_margin_the_lung_stays_as_the_network_drew_it()
    {
        var maps = CorrectedMaps.OfLabels(Map(Right, Ptv, Gtv, Ptv, 0, 0), Drawn, Options);
        Assert.Equal([1, 1, 0, 1, 0, 0], Whole(maps, "right_lung"));
        Assert.Equal([0, 1, 1, 1, 0, 0], Whole(maps, "ptv"));
        Assert.Equal([0, 0, 1, 0, 0, 0], Whole(maps, "gtv"));
    }

    [Fact]
    public void A_tumour_that_was_painted_over_with_its_margin_is_gone()
    {
        var maps = CorrectedMaps.OfLabels(Map(Right, Ptv, Ptv, Ptv, Right, 0), Drawn, Options);
        Assert.Equal([0, 0, 0, 0, 0, 0], Whole(maps, "gtv"));
        Assert.Equal([0, 1, 1, 1, 0, 0], Whole(maps, "ptv"));
        // What lies where the network saw a tumour nobody knows.
        Assert.Equal([1, 1, 0, 1, 1, 0], Whole(maps, "right_lung"));
    }

    [Fact]
    public void A_value_that_no_structure_has_and_another_grid_are_refused_by_name()
    {
        var value = Assert.Throws<PredictException>(() => CorrectedMaps.OfLabels(Map(Right, 42, Gtv, Ptv, Right, 0), Drawn, Options));
        Assert.Contains("42", value.Message, StringComparison.Ordinal);
        Assert.Contains("3 (right_lung)", value.Message, StringComparison.Ordinal);
        var shifted = new Volume<byte>(Row with { Origin = new(0.5, 0, 0) });
        var grid = Assert.Throws<PredictException>(() => CorrectedMaps.OfLabels(shifted, Drawn, Options));
        Assert.Contains("6×1×1", grid.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_structure_set_replaces_what_it_has_and_leaves_the_rest()
    {
        var grid = new VolumeGeometry(8, 8, 2, Vector3d.Zero, new(1, 0, 0), new(0, 1, 0), new(0, 0, 2));
        var labels = new Volume<byte>(grid);
        for (var v = 0; v < labels.Voxels.Length; v++) labels.Voxels[v] = v % 8 < 3 ? Right : v % 8 > 5 ? Heart : (byte)0;
        // A square around the centres of the columns 5 to 7 and rows 1 to 3 of the first slice: 9 voxels.
        var square = new PlanarContour([new(4.5, 0.5, 0), new(7.5, 0.5, 0), new(7.5, 3.5, 0), new(4.5, 3.5, 0)]);
        var maps = CorrectedMaps.OfSet(Set("Heart", square), new(labels, labels), Options);
        Assert.Equal(9, Whole(maps, "heart").Count(voxel => voxel == 1));
        Assert.Equal(labels.Voxels.Count(value => value == Right), Whole(maps, "right_lung").Count(voxel => voxel == 1));
        var unknown = Assert.Throws<PredictException>(() => CorrectedMaps.OfSet(Set("Liver", square), new(labels, labels), Options));
        Assert.Contains("'Liver'", unknown.Message, StringComparison.Ordinal);
    }

    private static StructureSet Set(string name, PlanarContour contour) => new()
    {
        File = "set.dcm",
        PatientId = "",
        SopInstanceUid = "",
        StudyInstanceUid = "",
        Label = "",
        ReferencedSeriesUids = [],
        FrameOfReferenceUids = [],
        Structures = [new DrawnStructure(1, name, "", null, "", [new StructureContour(ContourKind.ClosedPlanar, contour.Points)], 0)],
    };

    private static Volume<byte> Map(params byte[] values) => new(Row, values);

    private static byte[] Whole(StructureMaps maps, string name) => maps.Whole(Options.Structures.First(structure => structure.Name == name), Options).Voxels;
}
