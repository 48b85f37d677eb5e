using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Lucarne.Imaging.Tests.Contours;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Tests.Volumes;

/// <summary>What hangs together.</summary>
public sealed class IslandsTests
{
    /// <summary>The sizes of the connected components of masks, as scipy counts them, for faces and for corners.</summary>
    private const string Script = """
        import sys, numpy as np
        from scipy import ndimage
        for path, i, j, k in zip(*[iter(sys.argv[1:])] * 4):
            mask = np.fromfile(path, 'u1').reshape(int(k), int(j), int(i))
            for structure in (ndimage.generate_binary_structure(3, 1), np.ones((3, 3, 3))):
                labels, count = ndimage.label(mask, structure)
                print(*sorted(np.bincount(labels.ravel())[1:], reverse=True))
        """;

    [Fact]
    public void An_island_made_of_something_else_is_dropped_whole_and_other_labels_stay()
    {
        // Islands of label 1: voxels 0 and 1 with a mean of (10 + 30) / 2 = 20, voxel 3 with 40, voxel 5 with 19.
        var map = new Volume<byte>(new VolumeGeometry(7, 1, 1, default, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1)), [1, 1, 0, 1, 2, 1, 2]);
        double[] values = [10, 30, 0, 40, 99, 19, 99];
        Assert.Equal([1, 1, 0, 0, 2, 0, 2], Islands.Find(map, 1).DropByMean(at => values[at], 20, 39).Voxels);
    }

    [SkippableFact]
    public void Islands_are_as_many_and_as_large_as_scipy_finds()
    {
        PythonOracle.SkipWithout("scipy", "numpy");
        using var folder = new TemporaryFolder();
        var masks = Enumerable.Range(0, 40).Select(seed =>
        {
            var chance = new Random(seed);
            return RandomMasks.Any(chance, RandomGrids.Any(chance, chance.Next(1, 30), chance.Next(1, 30), chance.Next(1, 12)));
        }).ToArray();
        var arguments = masks.SelectMany((mask, seed) =>
        {
            File.WriteAllBytes(folder.File($"{seed}"), mask.Voxels);
            return new[] { folder.File($"{seed}"), Text(mask.Geometry.Columns), Text(mask.Geometry.Rows), Text(mask.Geometry.Slices) };
        });
        var lines = PythonOracle.Say(Script, [.. arguments]).Split('\n');
        for (var seed = 0; seed < masks.Length; seed++)
        {
            Assert.Equal(lines[2 * seed], Sizes(Islands.Find(masks[seed])));
            Assert.Equal(lines[(2 * seed) + 1], Sizes(Islands.Find(masks[seed], connectivity: Connectivity.Corners)));
        }

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
        static string Sizes(Islands islands) => string.Join(' ', islands.All.Select(island => Text((int)island.VoxelCount)));
    }

    [Fact]
    public void Voxels_that_touch_at_an_edge_hang_together_only_where_corners_count()
    {
        var mask = Map("#··", "·#·", "··#");
        Assert.Equal(3, Islands.Find(mask).All.Count);
        Assert.Equal(3, Assert.Single(Islands.Find(mask, connectivity: Connectivity.Corners).All).VoxelCount);
    }

    [Fact]
    public void The_largest_island_of_a_label_stays_and_other_labels_with_it()
    {
        var map = Map("##·5", "##··", "···#", "5··#");
        var kept = Islands.Find(map, label: 1).KeepLargest();
        Assert.Equal(Map("##·5", "##··", "····", "5···").Voxels, kept.Voxels);
        Assert.Equal(Map("##··", "##··", "···#", "···#").Voxels, Islands.Find(map, label: 5).KeepLargest(0).Voxels);
    }

    [Fact]
    public void Islands_below_a_volume_are_dropped()
    {
        // 2 × 3 × 5 mm voxels of 0.03 mL: four are 0.12 mL, two 0.06 mL.
        var map = new Volume<byte>(Map("##··", "##··", "···#", "···#").Geometry with { ColumnStep = new(2, 0, 0), RowStep = new(0, 3, 0), SliceStep = new(0, 0, 5) }, Map("##··", "##··", "···#", "···#").Voxels);
        var islands = Islands.Find(map);
        Assert.Equal([0.12, 0.06], islands.All.Select(island => Math.Round(island.VolumeMl, 12)));
        Assert.Equal(Map("##··", "##··", "····", "····").Voxels, islands.DropBelow(0.1).Voxels);
        Assert.Equal(map.Voxels, islands.DropBelow(0.05).Voxels);
        Assert.DoesNotContain((byte)1, islands.DropBelow(1).Voxels);
    }

    [Fact]
    public void What_is_kept_and_what_is_dropped_is_the_whole_mask() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var chance = new Random(seed);
        var mask = RandomMasks.Any(chance, RandomGrids.Any(chance, 20, 15, 6));
        var islands = Islands.Find(mask, connectivity: chance.Next(2) == 0 ? Connectivity.Faces : Connectivity.Corners);
        return islands.All.Sum(island => island.VoxelCount) == mask.Voxels.Sum(voxel => voxel)
            && islands.KeepLargest().Voxels.Sum(voxel => voxel) == islands.All.Select(island => island.VoxelCount).FirstOrDefault()
            && islands.KeepLargest(islands.All.Count).Voxels.AsSpan().SequenceEqual(mask.Voxels);
    }).QuickCheckThrowOnFailure();

    private static Volume<byte> Map(params string[] rows) => new(
        new VolumeGeometry(rows[0].Length, rows.Length, 1, default, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1)),
        [.. string.Concat(rows).Select(voxel => (byte)(voxel switch { '#' => 1, '·' => 0, _ => voxel - '0' }))]);
}
