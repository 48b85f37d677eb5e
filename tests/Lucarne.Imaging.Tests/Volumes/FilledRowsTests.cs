using Lucarne.Imaging.Contours;
using Lucarne.Imaging.Tests.Contours;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Tests.Volumes;

/// <summary>The rows outside of which a mask is known to be empty.</summary>
public sealed class FilledRowsTests
{
    /// <summary>3 columns, 4 rows, 5 slices: voxel (i, j, k) is number 12 k + 3 j + i.</summary>
    private static readonly VolumeGeometry Grid = Drawn.Grid with { Columns = 3, Rows = 4, Slices = 5 };

    [Fact]
    public void Each_slice_has_one_piece_of_the_volume()
    {
        // Rows 1 and 2 of slices 2 and 3: 12·2 + 3·1 = 27 … 27 + 6, and a slice of 12 later.
        Assert.Equal([27..33, 39..45], new FilledRows(1, 2, 2, 2).In(Grid));
        Assert.Equal([0..12, 12..24, 24..36, 36..48, 48..60], FilledRows.Of(Grid).In(Grid));
        Assert.Empty(default(FilledRows).In(Grid));
    }

    [Fact]
    public void Two_are_held_by_the_least_that_holds_both_and_nothing_adds_nothing()
    {
        var (one, other) = (new FilledRows(1, 1, 3, 1), new FilledRows(2, 2, 0, 1));
        Assert.Equal(new FilledRows(1, 3, 0, 4), one.With(other));
        Assert.Equal(one, one.With(default));
        Assert.Equal(one, default(FilledRows).With(one));
    }

    [Fact]
    public void A_piece_meets_the_rows_where_one_of_its_voxels_lies_in_them()
    {
        for (var row = 0; row < Grid.Rows; row++)
        {
            for (var slice = 0; slice < Grid.Slices; slice++)
            {
                for (var (rows, slices) = (0, 0); rows <= Grid.Rows - row; (rows, slices) = slices < Grid.Slices - slice ? (rows, slices + 1) : (rows + 1, 0))
                {
                    var filled = new FilledRows(row, rows, slice, slices);
                    var inside = new bool[Grid.VoxelCount];
                    foreach (var piece in filled.In(Grid)) inside.AsSpan(piece).Fill(true);
                    foreach (var (start, end) in new[] { (0, 1), (0, 60), (2, 4), (5, 13), (11, 12), (11, 14), (20, 47), (26, 27), (27, 28), (33, 39), (44, 46), (59, 60), (8, 8) })
                        Assert.True(inside[start..end].Any(voxel => voxel) == filled.Meet(Grid, start, end), $"{filled}, voxels {start} to {end}");
                }
            }
        }
    }

    /// <summary>However contours lie, and whatever the mask held before.</summary>
    [Fact]
    public void A_mask_is_empty_outside_of_its_rows_and_one_made_in_an_earlier_ones_room_is_the_same()
    {
        var chance = new Random(11);
        RasterisedContours? earlier = null;
        for (var turn = 0; turn < 300; turn++)
        {
            PlanarContour[] contours = [.. Enumerable.Range(0, chance.Next(0, 4)).Select(_ => Drawn.Polygon(Drawn.Grid, chance.Next(0, 3), Drawn.AnyPolygon(chance, 16, 12)))];
            var fresh = ContourRasteriser.Rasterise(Drawn.Grid, contours);
            var outside = fresh.Mask.Voxels.ToArray();
            foreach (var piece in fresh.Filled.In(Drawn.Grid)) outside.AsSpan(piece).Clear();
            Assert.All(outside, voxel => Assert.Equal(0, voxel));
            earlier = ContourRasteriser.Rasterise(Drawn.Grid, contours, earlier);
            Assert.Equal(fresh.Mask.Voxels, earlier.Mask.Voxels);
            Assert.Equal(fresh.Filled, earlier.Filled);
        }
    }

    /// <summary>96 × 80 × 40 voxels are 307,200 bytes, in pieces of 65,536 and a last one of 45,056, which no slice of 7,680 fits.</summary>
    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(79, 1, 39, 1)]
    [InlineData(0, 1, 0, 1)]
    [InlineData(10, 40, 8, 9)]
    [InlineData(0, 80, 0, 40)]
    [InlineData(60, 20, 33, 7)]
    public void A_map_written_with_its_rows_is_the_file_that_it_is_without(int row, int rows, int slice, int slices)
    {
        var grid = Drawn.Grid with { Columns = 96, Rows = 80, Slices = 40 };
        var (map, filled, chance) = (new Volume<byte>(grid), new FilledRows(row, rows, slice, slices), new Random(5));
        foreach (var piece in filled.In(grid)) chance.NextBytes(map.Voxels.AsSpan(piece));
        using var folder = new TemporaryFolder();
        var (with, without) = (folder.File("with.nii.gz"), folder.File("without.nii.gz"));
        NiftiFile.Write(with, map, filled, "a map");
        NiftiFile.Write(without, map, "a map");
        Assert.Equal(File.ReadAllBytes(without), File.ReadAllBytes(with));
        Assert.Equal(map.Voxels, NiftiFile.ReadLabels(with).Voxels);
    }
}
