using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Working;
using Lucarne.Imaging;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Contours;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Segment;

namespace Lucarne.Clinic.Tests.Working;

/// <summary>The slice that goes on paper is the one with the tumour, and the patient's right is on its left.</summary>
public sealed class LargestSliceTests : IDisposable
{
    private static readonly Recipe Thorax = Recipe.Load("thorax", Checkout.Recipes, null, []);

    // 40 columns that run to the patient's right, 30 rows to the back, 12 slices that run to the feet, 2 x 2 x 5 mm: stored as no viewer shows it.
    private static readonly VolumeGeometry Grid = new(40, 30, 12, new Vector3d(39, -29, 55), new Vector3d(-2, 0, 0), new Vector3d(0, 2, 0), new Vector3d(0, 0, -5));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_tumour_is_shown_where_it_is_largest_with_the_right_side_on_the_left()
    {
        var labels = new Volume<byte>(Grid);
        Fill(labels, "heart", column: 4, slice: 1, side: 12);
        Fill(labels, "gtv", column: 30, slice: 3, side: 4);
        Fill(labels, "gtv", column: 30, slice: 7, side: 8);
        var place = Draw(labels)!;
        // Slice 7 of 0 to 11 lies at 55 - 7 x 5 = 20 mm; from the feet it is number 12 - 7 = 5.
        Assert.Equal(("gtv", 5, 12), (place.Structure, place.Slice, place.Slices));
        Assert.Equal(20, place.PositionMm, 9);
        var picture = PictureReader.Read(_folder.File("largest.png"));
        Assert.Equal((place.Width, place.Height), (picture.Width, picture.Height));
        // Columns 30 to 37 lie at 39 - 2 x 33.5 = -28 mm: the patient's right, so the picture's left.
        Assert.InRange(MiddleX(picture, Colour("gtv")) / picture.Width, 0.05, 0.35);
        Assert.Equal(place, LargestSlice.Read(File.ReadAllText(_folder.File("largest-place.json"))));
    }

    [Fact]
    public void Without_a_tumour_the_smallest_organ_is_shown_and_without_any_nothing()
    {
        var labels = new Volume<byte>(Grid);
        Fill(labels, "right_lung", column: 2, slice: 2, side: 20);
        Fill(labels, "spinal_cord", column: 20, slice: 9, side: 3);
        Assert.Equal(("spinal_cord", 3), (Draw(labels)!.Structure, Draw(labels)!.Slice));
        File.Delete(_folder.File("largest.png"));
        Assert.Null(Draw(new Volume<byte>(Grid)));
        Assert.False(File.Exists(_folder.File("largest.png")));
    }

    private LargestSlice? Draw(Volume<byte> labels)
    {
        var maps = new StructureMaps(labels, labels);
        var volumes = new ScanVolumes
        {
            Model = "thorax",
            ModelVersion = "test",
            VoxelMl = Grid.VoxelMl,
            Structures = [.. Thorax.Segmentation!.Structures.Select(one => (one, Voxels: labels.Voxels.LongCount(value => value == one.Value)))
                .Select(pair => new StructureVolume(pair.one.Name, pair.one.Value, pair.one.Label, pair.Voxels, pair.Voxels * Grid.VoxelMl))],
        };
        return LargestSliceFigure.Write(Path.GetDirectoryName(_folder.File("x"))!, new Volume<float>(Grid), maps, Thorax, volumes);
    }

    private static Structure Of(string name) => Thorax.Segmentation!.Structures.Single(one => one.Name == name);

    private static (int Red, int Green, int Blue) Colour(string name) => (Of(name).Colour.Red, Of(name).Colour.Green, Of(name).Colour.Blue);

    /// <summary>A square of a structure, from a column and row 5 on, in one slice.</summary>
    private static void Fill(Volume<byte> labels, string name, int column, int slice, int side)
    {
        for (var row = 5; row < 5 + side; row++) labels.Slice(slice).Slice((row * Grid.Columns) + column, side).Fill(Of(name).Value);
    }

    /// <summary>The mean column of pixels in which a colour that covers 45 % outweighs the grey of 0 HU below: 0.55 x 102 = 56 and more of each part.</summary>
    private static double MiddleX(Picture picture, (int Red, int Green, int Blue) colour)
    {
        const double Under = 0.55 * 255 * 160 / 400;
        var columns = from y in Enumerable.Range(0, picture.Height)
                      from x in Enumerable.Range(0, picture.Width)
                      where Math.Abs(picture[y, x, 0] - Under - (0.45 * colour.Red)) < 4 && Math.Abs(picture[y, x, 1] - Under - (0.45 * colour.Green)) < 4 && Math.Abs(picture[y, x, 2] - Under - (0.45 * colour.Blue)) < 4
                      select (double)x;
        return columns.Average();
    }
}
