using FsCheck;
using FsCheck.Fluent;
using Lucarne.Imaging.Contours;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Tests.Contours;

/// <summary>Contours that have no part in a mask are named with the reason; those off the planes go to the nearest.</summary>
public sealed class SkippedContourTests
{
    private static readonly PlanarContour Good = Drawn.Box(1.5, 1.5, 4.5, 4.5);

    private static readonly VolumeGeometry ThreeMm = Drawn.Grid with { SliceStep = new(0, 0, 3) };

    [Theory]
    [InlineData(0.49, 0)]
    [InlineData(0.5, 1)]
    [InlineData(0.51, 1)]
    [InlineData(1.4999, 2)]
    [InlineData(-0.5, 0)]
    [InlineData(2.5, 2)]
    public void A_contour_off_the_planes_goes_to_the_nearest_and_half_way_to_the_later(double k, int slice)
    {
        var result = ContourRasteriser.Rasterise(ThreeMm, [Drawn.Polygon(ThreeMm, k, (1.5, 1.5), (4.5, 1.5), (4.5, 4.5), (1.5, 4.5))]);
        Assert.Equal(9, result.VoxelCount);
        Assert.Equal(9, result.Mask.Slice(slice).ToArray().Sum(voxel => voxel));
        Assert.Equal(3 * Math.Abs(k - slice), result.LargestOffsetMm, 9);
    }

    [Theory]
    [InlineData(-0.51, "1.53 mm before the first slice")]
    [InlineData(2.6, "1.8 mm behind the last")]
    public void A_contour_beyond_half_a_spacing_is_skipped(double k, string said)
    {
        var far = Drawn.Polygon(ThreeMm, k, (1.5, 1.5), (4.5, 1.5), (4.5, 4.5), (1.5, 4.5));
        AssertSkipped(ContourRasteriser.Rasterise(ThreeMm, [Good, far]), ContourFault.OffTheSlices, said);
    }

    [Fact]
    public void Of_two_planes_of_contours_that_belong_to_one_slice_the_nearer_is_used()
    {
        var near = Drawn.Box(1.5, 1.5, 4.5, 4.5, k: 0.9);
        var result = ContourRasteriser.Rasterise(Drawn.Grid, [near, Drawn.Box(2.5, 2.5, 3.5, 3.5, k: 1.3)]);
        AssertSkipped(result, ContourFault.BesideNearerPlane, "0.3 mm from slice 2");
        Assert.Equal(9, result.Mask.Slice(1).ToArray().Sum(voxel => voxel));
    }

    [Fact]
    public void Points_and_lines_have_no_area()
    {
        AssertSkipped(Drawn.Polygon(Drawn.Grid, 0), ContourFault.TooFewPoints, "0 different points");
        AssertSkipped(Drawn.Polygon(Drawn.Grid, 0, (3, 3)), ContourFault.TooFewPoints, "1 different point,");
        AssertSkipped(Drawn.Polygon(Drawn.Grid, 0, (3, 3), (5, 3), (3, 3), (5, 3)), ContourFault.TooFewPoints, "2 different points");
        AssertSkipped(Drawn.Polygon(Drawn.Grid, 0, (1, 1), (3, 2), (5, 3), (9, 5)), ContourFault.Flat, "one line");
    }

    [Fact]
    public void A_contour_that_is_not_parallel_to_the_slices_is_skipped()
    {
        PlanarContour tilted = new([new(1.5, 1.5, 0), new(9.5, 1.5, 0), new(9.5, 9.5, 1.5), new(1.5, 9.5, 1.5)]);
        AssertSkipped(tilted, ContourFault.NotParallel, "leaves its plane by 1.5 mm");
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    public void A_coordinate_that_is_no_place_is_named(double x) =>
        AssertSkipped(new PlanarContour([new(1, 1, 0), new(x, 1, 0), new(5, 5, 0)]), ContourFault.NoPlace, "nowhere near the picture");

    [Fact]
    public void A_contour_beside_the_picture_is_named_and_one_between_centres_fills_nothing()
    {
        AssertSkipped(Drawn.Box(-9, 2, -2, 7), ContourFault.OutsideThePicture, "outside the picture");
        AssertSkipped(Drawn.Box(2, 11.5, 9, 30), ContourFault.OutsideThePicture, "outside the picture");
        var result = ContourRasteriser.Rasterise(Drawn.Grid, [Drawn.Box(2.2, 2.2, 2.8, 2.8)]);
        Assert.Equal((0, 1, 0), (result.VoxelCount, result.Used, result.Skipped.Count));
    }

    [Fact]
    public void A_structure_without_contours_has_an_empty_mask()
    {
        var result = ContourRasteriser.Rasterise(Drawn.Grid, []);
        Assert.Equal((0, 0), (result.VoxelCount, result.Used));
        Assert.DoesNotContain((byte)1, result.Mask.Voxels);
    }

    [Fact]
    public void A_grid_without_volume_is_refused() =>
        Assert.Throws<ArgumentException>(() => ContourRasteriser.Rasterise(Drawn.Grid with { SliceStep = new(1, 1, 0) }, [Good]));

    [Fact]
    public void Contours_of_any_numbers_whatever_are_used_or_named() => Prop.ForAll(ArbMap.Default.ArbFor<double[][]>(), numbers =>
    {
        PlanarContour[] contours = [.. numbers.Select(contour => new PlanarContour([.. contour.Chunk(3).Where(point => point.Length == 3).Select(point => new Vector3d(point[0], point[1], point[2]))]))];
        var result = ContourRasteriser.Rasterise(Drawn.Grid, contours);
        return result.Used + result.Skipped.Count == contours.Length && result.VoxelCount == result.Mask.Voxels.Sum(voxel => voxel)
            && result.Skipped.Select(contour => contour.Index).Distinct().Count() == result.Skipped.Count;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static void AssertSkipped(PlanarContour contour, ContourFault fault, string said) =>
        AssertSkipped(ContourRasteriser.Rasterise(Drawn.Grid, [Good, contour]), fault, said);

    /// <summary>The first contour is used, 9 pixels large; the second is skipped.</summary>
    private static void AssertSkipped(RasterisedContours result, ContourFault fault, string said)
    {
        Assert.Equal((9, 1), (result.VoxelCount, result.Used));
        var skipped = Assert.Single(result.Skipped);
        Assert.Equal((1, fault), (skipped.Index, skipped.Fault));
        Assert.Contains(said, skipped.Reason, StringComparison.Ordinal);
    }
}
