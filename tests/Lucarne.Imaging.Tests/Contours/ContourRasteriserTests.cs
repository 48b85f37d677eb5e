using FsCheck;
using FsCheck.Fluent;
using Lucarne.Imaging.Contours;
using Lucarne.Imaging.Tests.Volumes;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Tests.Contours;

/// <summary>Which voxels are inside.</summary>
public sealed class ContourRasteriserTests
{
    [Fact]
    public void A_box_between_pixel_centres_holds_the_pixels_whose_centres_it_surrounds()
    {
        // Columns 2 … 5 and rows 3 … 4: 4 · 2 pixels of 1 mm³, which are 0.008 mL.
        var result = ContourRasteriser.Rasterise(Drawn.Grid, [Drawn.Box(1.5, 2.5, 5.5, 4.5, k: 1)]);
        Assert.Equal(8, result.VoxelCount);
        Assert.Equal(0.008, result.VolumeMl, 12);
        Assert.Equal("··####··········", Drawn.Rows(result.Mask, 1)[3]);
        Assert.Equal(8, result.Mask.Voxels.Sum(voxel => voxel));
        Assert.Equal((1, 0), (result.Used, result.Skipped.Count));
    }

    [Fact]
    public void A_boundary_through_pixel_centres_leaves_them_to_what_lies_right_and_below()
    {
        var result = ContourRasteriser.Rasterise(Drawn.Grid, [Drawn.Box(2, 3, 5, 5)]);
        Assert.Equal(["················", "··###···········", "··###···········", "················"], Drawn.Rows(result.Mask, 0)[2..6]);
    }

    [Fact]
    public void An_inner_contour_is_a_hole_and_one_inside_the_hole_is_filled_again()
    {
        var result = ContourRasteriser.Rasterise(Drawn.Grid, [Drawn.Box(0.5, 0.5, 11.5, 9.5), Drawn.Box(2.5, 2.5, 9.5, 7.5), Drawn.Box(4.5, 3.5, 7.5, 6.5)]);
        // 11·9 − 7·5 + 3·3
        Assert.Equal(73, result.VoxelCount);
        Assert.Equal("·##··###··##····", Drawn.Rows(result.Mask, 0)[5]);
    }

    [Fact]
    public void A_keyhole_is_a_hole_and_its_channel_takes_nothing()
    {
        // Outer 10 × 8, in along row 4 (through pixel centres), round a hole of 4 × 2, and out the same way.
        var keyhole = Drawn.Polygon(Drawn.Grid, 0,
            (0.5, 4), (0.5, 0.5), (10.5, 0.5), (10.5, 8.5), (0.5, 8.5), (0.5, 4), (3.5, 4), (3.5, 5.5), (7.5, 5.5), (7.5, 3.5), (3.5, 3.5), (3.5, 4));
        Assert.Equal((10 * 8) - (4 * 2), ContourRasteriser.Rasterise(Drawn.Grid, [keyhole]).VoxelCount);
    }

    [Fact]
    public void A_contour_written_twice_counts_once_even_where_a_copy_has_a_point_more()
    {
        var box = Drawn.Box(1.5, 1.5, 9.5, 9.5);
        var copy = Drawn.Polygon(Drawn.Grid, 0, (1.5, 1.5), (5, 1.52), (9.5, 1.5), (9.5, 9.45), (1.5, 9.5));
        var result = ContourRasteriser.Rasterise(Drawn.Grid, [box, copy, box, box]);
        Assert.Equal((64, 1), (result.VoxelCount, result.Used));
        Assert.Equal([1, 2, 3], result.Skipped.Select(contour => contour.Index));
        Assert.All(result.Skipped, contour => Assert.Equal((ContourFault.Repeated, "it repeats another contour of its plane"), (contour.Fault, contour.Reason)));
    }

    [Fact]
    public void A_shell_of_one_pixel_is_no_copy()
    {
        var result = ContourRasteriser.Rasterise(Drawn.Grid, [Drawn.Box(0.5, 0.5, 10.5, 10.5), Drawn.Box(1.5, 1.5, 9.5, 9.5)]);
        // 10² − 8²
        Assert.Equal((36, 2), (result.VoxelCount, result.Used));
    }

    [Fact]
    public void Contours_that_overlap_in_part_leave_the_overlap_out_and_are_named()
    {
        // 6 × 6 and 6 × 6 pixels that share 3 × 3; the third lies beside, the fourth is a hole of the first.
        var result = ContourRasteriser.Rasterise(Drawn.Grid, [Drawn.Box(0.5, 0.5, 6.5, 6.5), Drawn.Box(3.5, 3.5, 9.5, 9.5), Drawn.Box(10.5, 0.5, 14.5, 4.5), Drawn.Box(0.5, 0.5, 2.5, 2.5)]);
        Assert.Equal(36 + 36 - 9 - 9 + 16 - 4, result.VoxelCount);
        Assert.Equal(new OverlappingContours(0, 1, 9), Assert.Single(result.Overlapping));
    }

    [Fact]
    public void What_leaves_the_picture_is_clipped()
    {
        var result = ContourRasteriser.Rasterise(Drawn.Grid, [Drawn.Box(-300, -20, 2.5, 1.5), Drawn.Box(14.5, 9.5, 1000, 40, k: 2)]);
        Assert.Equal(["###·············", "###·············", "················"], Drawn.Rows(result.Mask, 0)[..3]);
        Assert.Equal(["················", "···············#", "···············#"], Drawn.Rows(result.Mask, 2)[9..]);
        Assert.Empty(result.Skipped);
    }

    [Fact]
    public void Every_pixel_is_inside_where_counting_the_edges_left_of_it_says_so() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var chance = new Random(seed);
        var polygons = Enumerable.Range(0, chance.Next(1, 4)).Select(_ => Drawn.AnyPolygon(chance, 16, 12)).ToArray();
        var result = ContourRasteriser.Rasterise(Drawn.Grid, [.. polygons.Select(corners => Drawn.Polygon(Drawn.Grid, 0, corners))]);
        if (result.Skipped.Any(contour => contour.Fault == ContourFault.Repeated))
            return true;
        for (var j = 0; j < 12; j++)
        {
            for (var i = 0; i < 16; i++)
            {
                var crossings = polygons.Sum(corners => EdgesLeftOf(i, j, corners));
                if (result.Mask[i, j, 0] != crossings % 2)
                    return false;
            }
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Structures_that_share_a_boundary_share_no_voxel_and_leave_none_out() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var chance = new Random(seed);
        var grid = RandomGrids.Any(chance, 16, 12, 3);
        var whole = Drawn.AnyPolygon(chance, 16, 12);
        // Cut from the first corner to another: the cut is an edge of both parts.
        var cut = chance.Next(2, whole.Length);
        var (one, other) = (whole[..(cut + (cut < whole.Length ? 1 : 0))], whole[cut..].Prepend(whole[0]).ToArray());
        Volume<byte> Mask((double, double)[] corners) => ContourRasteriser.Rasterise(grid, [Drawn.Polygon(grid, 1, corners)]).Mask;
        var (a, b, all) = (Mask(one).Voxels, Mask(other).Voxels, Mask(whole).Voxels);
        return Enumerable.Range(0, all.Length).All(v => (a[v] ^ b[v]) == all[v]);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_turned_patient_has_the_same_mask_on_a_grid_turned_with_him() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var chance = new Random(seed);
        var grid = RandomGrids.Any(chance, 16, 12, 3, isSheared: chance.Next(2) == 0);
        var corners = Drawn.AnyPolygon(chance, 16, 12).Select(corner => (corner.I + 0.3, corner.J + 0.2)).ToArray();
        var straight = ContourRasteriser.Rasterise(Drawn.Grid, [Drawn.Polygon(Drawn.Grid, 2, corners)]);
        var turned = ContourRasteriser.Rasterise(grid, [Drawn.Polygon(grid, 2, corners)]);
        // A corner is laid to 1/4096 of a pixel either way, and an edge may pass a centre that closely.
        return straight.Mask.Voxels.Zip(turned.Mask.Voxels).Count(pair => pair.First != pair.Second) <= 1;
    }).QuickCheckThrowOnFailure();

    /// <summary>Edges that pass the row of a pixel's centre at or left of it, by the sign of a cross product. Corners are in 1/4096 pixels, so it is exact.</summary>
    private static int EdgesLeftOf(int i, int j, (double I, double J)[] corners)
    {
        var count = 0;
        for (var at = 0; at < corners.Length; at++)
        {
            var (a, b) = (Fixed(corners[at]), Fixed(corners[(at + 1) % corners.Length]));
            if (a.Y > b.Y)
                (a, b) = (b, a);
            long x = i * 4096L, y = j * 4096L;
            if (a.Y <= y && y < b.Y && ((b.X - a.X) * (y - a.Y)) - ((b.Y - a.Y) * (x - a.X)) <= 0)
                count++;
        }

        return count;

        static (long X, long Y) Fixed((double I, double J) corner) => ((long)Math.Round(corner.I * 4096), (long)Math.Round(corner.J * 4096));
    }
}
