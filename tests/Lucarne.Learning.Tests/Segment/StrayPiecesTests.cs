using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Contours;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Segment;
using Lucarne.Learning.Tests.Recipes;

namespace Lucarne.Learning.Tests.Segment;

public sealed class StrayPiecesTests
{
    private const byte Gtv = 1, Ptv = 2, Lung = 3;

    private static readonly SegmentationOptions Thorax = Recipe.Load("thorax", RepositoryRecipes.Folder).Segmentation!;

    [Fact]
    public void A_tumour_with_a_lungs_density_is_none_and_the_target_around_it_becomes_lung()
    {
        // A row of 8 pixels of 1 mL: lung, and on it what the network drew as a target around a tumour of −830 HU; then a solid one.
        var grid = new VolumeGeometry(8, 1, 1, default, new(10, 0, 0), new(0, 10, 0), new(0, 0, 10));
        var labels = new Volume<byte>(grid, [Lung, Ptv, Gtv, Ptv, Lung, Ptv, Gtv, Ptv]);
        var beneath = new Volume<byte>(grid, [Lung, Lung, Gtv, Lung, Lung, Lung, Gtv, Lung]);
        double[] hounsfield = [-850, -850, -830, -850, -850, -850, 20, -850];
        var kept = StrayPieces.Remove(new StructureMaps(labels, beneath), Thorax, at => hounsfield[at], map => map.Voxels.AsSpan().Replace((byte)0, Lung));
        Assert.Equal([Lung, Lung, Lung, Lung, Lung, Ptv, Gtv, Ptv], kept.Labels.Voxels);
        Assert.Equal([Lung, Lung, Lung, Lung, Lung, Lung, Gtv, Lung], kept.Beneath!.Voxels);
    }

    [Fact]
    public void Without_margins_both_maps_are_one()
    {
        var grid = new VolumeGeometry(2, 1, 1, default, new(10, 0, 0), new(0, 10, 0), new(0, 0, 10));
        var map = new Volume<byte>(grid, [1, 0]);
        var options = Recipe.FromYaml("name: r\ntask: segmentation\ntitle: R\nstructures: [{ name: lung, value: 1, colour: '#000000' }]\n", "r.yaml").Segmentation!;
        var kept = StrayPieces.Remove(StructureMaps.WithoutMargins(map), options, _ => 0, _ => { });
        Assert.Same(kept.Labels, kept.Beneath);
        Assert.Equal([1, 0], kept.Labels.Voxels);
    }
}
