using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Lucarne.Imaging.Tests.Contours;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Tests.Volumes;

/// <summary>How well two masks agree.</summary>
public sealed class SurfaceDistancesTests
{
    /// <summary>Dice, HD95 and surface Dice at 2 mm, by erosion and distance transforms of scipy.</summary>
    private const string Script = """
        import sys, numpy as np
        from scipy import ndimage
        for line in open(sys.argv[1]):
            a_path, b_path, i, j, k, x, y, z = line.split()
            a, b = (np.fromfile(p, 'u1').reshape(int(k), int(j), int(i)) > 0 for p in (a_path, b_path))
            spacing = (float(z), float(y), float(x))
            edge = lambda m: m & ~ndimage.binary_erosion(m)
            to = lambda m: ndimage.distance_transform_edt(~edge(m), sampling=spacing)
            ab, ba = to(b)[edge(a)], to(a)[edge(b)]
            print(2 * (a & b).sum() / (a.sum() + b.sum()), max(np.percentile(ab, 95), np.percentile(ba, 95)),
                  ((ab <= 2).sum() + (ba <= 2).sum()) / (len(ab) + len(ba)))
        """;

    private static readonly VolumeGeometry Grid = new(40, 30, 10, default, new(1, 0, 0), new(0, 1, 0), new(0, 0, 3));

    [SkippableFact]
    public void Figures_are_those_of_scipy_s_distance_transforms()
    {
        PythonOracle.SkipWithout("scipy", "numpy");
        using var folder = new TemporaryFolder();
        var pairs = Enumerable.Range(0, 40).Select(seed => Pair(new Random(seed))).Where(pair => pair.A.Voxels.Contains((byte)1) && pair.B.Voxels.Contains((byte)1)).ToArray();
        Assert.True(pairs.Length > 20);
        File.WriteAllLines(folder.File("list"), pairs.Select((pair, at) =>
        {
            File.WriteAllBytes(folder.File($"a{at}"), pair.A.Voxels);
            File.WriteAllBytes(folder.File($"b{at}"), pair.B.Voxels);
            var grid = pair.A.Geometry;
            return FormattableString.Invariant($"{folder.File($"a{at}")} {folder.File($"b{at}")} {grid.Columns} {grid.Rows} {grid.Slices} {grid.ColumnSpacingMm:R} {grid.RowSpacingMm:R} {grid.SliceSpacingMm:R}");
        }));
        var lines = PythonOracle.Say(Script, folder.File("list")).Split('\n');
        for (var at = 0; at < pairs.Length; at++)
        {
            double[] expected = [.. lines[at].Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
            var own = SurfaceDistances.Compare(pairs[at].A, pairs[at].B);
            Assert.Equal(expected[0], own.Dice!.Value, 12);
            Assert.Equal(expected[1], own.Hausdorff95Mm!.Value, 1e-4);
            Assert.Equal(expected[2], own.SurfaceDice!.Value, 12);
        }
    }

    [Fact]
    public void Two_boxes_a_slice_apart_lie_one_slice_spacing_from_each_other()
    {
        // 10 × 10 × 4 voxels of 3 mm³ each, 1.2 mL; the second begins a slice later, so that 3 of 4 slices are shared.
        var agreement = SurfaceDistances.Compare(Box(5, 5, 2, 10, 10, 4), Box(5, 5, 3, 10, 10, 4));
        Assert.Equal((1.2, 1.2), (Math.Round(agreement.TruthMl!.Value, 12), Math.Round(agreement.PredictedMl, 12)));
        // 2 · 300 / 800
        Assert.Equal(0.75, agreement.Dice!.Value, 12);
        // A surface has 2 · 100 voxels in its end slices and 2 · 36 in its sides. Of one box's end slice outside the other
        // all 100 lie 3 mm away, 100 of 272, more than 5 %. The other end slice lies within the other box: 36 of its voxels are on
        // its side surface, the 28 next to these 1 mm from it, the 20 next to those 2 mm, and 16 are farther.
        Assert.Equal(3, agreement.Hausdorff95Mm!.Value, 6);
        Assert.Equal((72 + 36 + 28 + 20) / 272.0, agreement.SurfaceDice!.Value, 12);
    }

    [Fact]
    public void A_mask_agrees_wholly_with_itself() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var mask = Pair(new Random(seed)).A;
        return !mask.Voxels.Contains((byte)1) || SurfaceDistances.Compare(mask, mask) is { Dice: 1, Hausdorff95Mm: 0, SurfaceDice: 1 };
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Figures_do_not_depend_on_which_mask_is_the_truth() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var (a, b) = Pair(new Random(seed));
        if (!a.Voxels.Contains((byte)1) || !b.Voxels.Contains((byte)1))
            return true;
        var (one, other) = (SurfaceDistances.Compare(a, b), SurfaceDistances.Compare(b, a));
        return one.Dice == other.Dice && one.Hausdorff95Mm == other.Hausdorff95Mm && one.SurfaceDice == other.SurfaceDice;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_structure_that_was_not_drawn_has_no_figures_and_one_that_was_missed_has_none_but_0()
    {
        var (box, nothing) = (Box(5, 5, 2, 10, 10, 4), new Volume<byte>(Grid));
        Assert.Equal(new MaskAgreement(null, 0, null, null, null), SurfaceDistances.Compare(nothing, nothing));
        Assert.Equal(new MaskAgreement(null, box.Voxels.Sum(voxel => voxel) * Grid.VoxelMl, null, null, null), SurfaceDistances.Compare(nothing, box));
        Assert.Equal(new MaskAgreement(box.Voxels.Sum(voxel => voxel) * Grid.VoxelMl, 0, 0, null, 0), SurfaceDistances.Compare(box, nothing));
    }

    [Fact]
    public void One_label_of_a_map_is_compared_with_a_mask()
    {
        var map = Box(5, 5, 2, 10, 10, 4);
        for (var at = 0; at < map.Voxels.Length; at++)
            map.Voxels[at] = (byte)(map.Voxels[at] == 1 ? 6 : 2);
        Assert.Equal(1, SurfaceDistances.Compare(Box(5, 5, 2, 10, 10, 4), map, predictedLabel: 6).Dice);
    }

    [Fact]
    public void Masks_on_different_grids_are_not_compared() =>
        Assert.Throws<ArgumentException>(() => SurfaceDistances.Compare(new Volume<byte>(Grid), new Volume<byte>(Grid with { SliceStep = new(0, 0, 2) })));

    private static (Volume<byte> A, Volume<byte> B) Pair(Random chance)
    {
        var grid = RandomGrids.Any(chance, chance.Next(1, 30), chance.Next(1, 30), chance.Next(1, 12));
        return (RandomMasks.Any(chance, grid), RandomMasks.Any(chance, grid));
    }

    private static Volume<byte> Box(int i, int j, int k, int columns, int rows, int slices)
    {
        var mask = new Volume<byte>(Grid);
        for (var z = k; z < k + slices; z++)
        {
            for (var y = j; y < j + rows; y++)
                mask.Slice(z).Slice((y * 40) + i, columns).Fill(1);
        }

        return mask;
    }
}
