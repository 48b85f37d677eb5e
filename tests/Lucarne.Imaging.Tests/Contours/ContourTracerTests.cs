using FsCheck;
using FsCheck.Fluent;
using Lucarne.Imaging.Contours;
using Lucarne.Imaging.Tests.Volumes;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Tests.Contours;

/// <summary>From masks to contours, and back to the same masks.</summary>
public sealed class ContourTracerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_contours_of_any_mask_make_the_same_mask_on_any_grid(bool isSmooth) => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var chance = new Random(seed);
        var grid = RandomGrids.Any(chance, chance.Next(1, 40), chance.Next(1, 40), chance.Next(1, 4), chance.Next(2) == 0);
        var mask = RandomMasks.Any(chance, grid);
        var contours = ContourTracer.Trace(mask, isSmooth: isSmooth);
        var back = ContourRasteriser.Rasterise(grid, [.. contours.Select(contour => contour.Contour)]);
        return back.Skipped.Count == 0 && back.Mask.Voxels.AsSpan().SequenceEqual(mask.Voxels);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Coordinates_rounded_to_a_hundredth_of_a_millimetre_make_the_same_mask() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var chance = new Random(seed);
        var grid = RandomGrids.Any(chance, 30, 30, 2);
        var mask = RandomMasks.Any(chance, grid);
        var contours = ContourTracer.Trace(mask).Select(traced => new PlanarContour([.. traced.Contour.Points.Select(Round)]));
        return ContourRasteriser.Rasterise(grid, [.. contours]).Mask.Voxels.AsSpan().SequenceEqual(mask.Voxels);

        static Vector3d Round(Vector3d point) => new(Math.Round(point.X, 2), Math.Round(point.Y, 2), Math.Round(point.Z, 2));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void A_pixel_is_a_diamond_half_way_to_its_neighbours()
    {
        var mask = Mask("····", "·#··", "····");
        var contour = Assert.Single(ContourTracer.Trace(mask, isSmooth: false));
        Assert.Equal((0, false), (contour.Slice, contour.IsHole));
        // From the left of the pixel at (1, 1) downwards: the inside lies to the left.
        Assert.Equal([new(0.5, 1, 0), new(1, 1.5, 0), new(1.5, 1, 0), new(1, 0.5, 0)], contour.Contour.Points);
    }

    [Fact]
    public void Points_on_a_straight_line_are_left_out()
    {
        var contour = Assert.Single(ContourTracer.Trace(Mask("······", "·####·", "·####·", "·####·", "······"), isSmooth: false));
        // Four sides and four cut corners.
        Assert.Equal(8, contour.Contour.Points.Count);
    }

    [Fact]
    public void Pixels_that_touch_at_a_corner_are_apart_and_holes_that_do_are_one()
    {
        Assert.Equal(2, ContourTracer.Trace(Mask("#·", "·#")).Count);
        var contours = ContourTracer.Trace(Mask("####", "#·##", "##·#", "####"));
        Assert.Equal([false, true], contours.Select(contour => contour.IsHole));
    }

    [Fact]
    public void An_island_in_a_hole_has_a_contour_of_its_own()
    {
        var contours = ContourTracer.Trace(Mask("#####", "#···#", "#·#·#", "#···#", "#####"));
        Assert.Equal([false, true, false], contours.Select(contour => contour.IsHole));
    }

    [Fact]
    public void One_label_of_a_map_is_traced_without_the_others()
    {
        var map = Mask("····", "·##·", "····");
        map[2, 1, 0] = 7;
        var contour = Assert.Single(ContourTracer.Trace(map, label: 7, isSmooth: false));
        Assert.Equal([new(1.5, 1, 0), new(2, 1.5, 0), new(2.5, 1, 0), new(2, 0.5, 0)], contour.Contour.Points);
        Assert.Empty(ContourTracer.Trace(map, label: 3));
    }

    [Fact]
    public void A_smoothed_disc_keeps_its_area_and_loses_its_steps()
    {
        // Radius 20 about (32.3, 31.6), 1 mm pixels.
        var mask = new Volume<byte>(new VolumeGeometry(64, 64, 1, default, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1)));
        for (var at = 0; at < mask.Voxels.Length; at++)
            mask.Voxels[at] = (byte)(Math.Pow((at % 64) - 32.3, 2) + Math.Pow((at / 64) - 31.6, 2) < 400 ? 1 : 0);
        var steps = Assert.Single(ContourTracer.Trace(mask, isSmooth: false)).Contour.Points;
        var smooth = Assert.Single(ContourTracer.Trace(mask)).Contour.Points;
        Assert.True(smooth.Count < steps.Count, $"{smooth.Count} points, {steps.Count} before smoothing");
        var pixels = mask.Voxels.Sum(voxel => voxel);
        Assert.InRange(Area(smooth), pixels * 0.985, pixels * 1.015);
        // The true circle passes every corner within half a pixel, and most of its steps are gone: their mean distance is
        // below that of the steps.
        double Roughness(IReadOnlyList<Vector3d> points) => points.Average(point => Math.Abs(Math.Sqrt(Math.Pow(point.X - 32.3, 2) + Math.Pow(point.Y - 31.6, 2)) - 20));
        Assert.InRange(smooth.Max(point => Math.Abs(Math.Sqrt(Math.Pow(point.X - 32.3, 2) + Math.Pow(point.Y - 31.6, 2)) - 20)), 0, 0.5);
        Assert.True(Roughness(smooth) < 0.7 * Roughness(steps), $"{Roughness(smooth)} px from the circle, {Roughness(steps)} before smoothing");
    }

    private static double Area(IReadOnlyList<Vector3d> points) =>
        Math.Abs(points.Zip(points.Skip(1).Append(points[0])).Sum(edge => (edge.First.X * edge.Second.Y) - (edge.Second.X * edge.First.Y))) / 2;

    private static Volume<byte> Mask(params string[] rows) => new(
        new VolumeGeometry(rows[0].Length, rows.Length, 1, default, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1)),
        [.. string.Concat(rows).Select(pixel => (byte)(pixel == '#' ? 1 : 0))]);
}
