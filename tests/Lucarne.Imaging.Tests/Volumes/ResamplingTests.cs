using System.Globalization;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Tests.Volumes;

/// <summary>Slices of another size.</summary>
public sealed class ResamplingTests
{
    private const string Script = """
        import sys, numpy as np, torch
        for path, *numbers in zip(*[iter(sys.argv[1:])] * 5):
            j, i, rows, columns = map(int, numbers)
            labels = torch.from_numpy(np.fromfile(path, 'u1').reshape(3, 1, j, i)).double()
            size = (rows, columns)
            torch.nn.functional.interpolate(labels, size, mode='nearest-exact').numpy().astype('u1').tofile(path + '.nearest')
        """;

    private static readonly (int Columns, int Rows, int NewColumns, int NewRows)[] Sizes =
        [(64, 64, 32, 32), (64, 48, 32, 32), (51, 37, 80, 64), (30, 30, 30, 30), (7, 5, 1, 1), (1, 2, 6, 9), (100, 90, 33, 71)];

    [SkippableFact]
    public void Maps_are_resized_as_torch_resizes_them()
    {
        PythonOracle.SkipWithout("torch", "numpy");
        using var folder = new TemporaryFolder();
        var maps = Sizes.Select(size => Map(new Random(size.Columns), size.Columns, size.Rows)).ToArray();
        PythonOracle.Say(Script, [.. Sizes.SelectMany((size, at) =>
        {
            File.WriteAllBytes(folder.File($"{at}"), maps[at].Voxels);
            return new[] { size.Rows, size.Columns, size.NewRows, size.NewColumns }.Select(number => number.ToString(CultureInfo.InvariantCulture)).Prepend(folder.File($"{at}"));
        })]);
        for (var at = 0; at < Sizes.Length; at++)
        {
            var (_, _, columns, rows) = Sizes[at];
            Assert.Equal(File.ReadAllBytes(folder.File($"{at}.nearest")), Resampling.Nearest(maps[at], columns, rows).Voxels);
        }
    }

    [Fact]
    public void The_outer_edges_of_the_picture_stay_where_they_are()
    {
        var grid = RandomGrids.Any(new Random(1), 512, 400, 4, isSheared: true);
        var small = Resampling.Resized(grid, 256, 100);
        // The corner of a picture lies half a pixel before its first centre and half a pixel behind its last.
        Assert.InRange((grid.ToPatient(-0.5, -0.5, 0) - small.ToPatient(-0.5, -0.5, 0)).Length, 0, 1e-9);
        Assert.InRange((grid.ToPatient(511.5, 399.5, 3) - small.ToPatient(255.5, 99.5, 3)).Length, 0, 1e-9);
    }

    [Fact]
    public void A_map_goes_back_to_the_grid_it_came_from()
    {
        var grid = RandomGrids.Any(new Random(2), 64, 50, 3);
        var map = new Volume<byte>(grid);
        for (var at = 0; at < map.Voxels.Length; at++)
            map.Voxels[at] = (byte)(((at % 64) / 8) + ((at / 64) % 50 / 10));
        // Blocks of 8 × 10 pixels survive being halved.
        var back = Resampling.Nearest(Resampling.Nearest(map, 32, 25), grid);
        Assert.Equal(grid, back.Geometry);
        Assert.Equal(map.Voxels, back.Voxels);
    }

    [Fact]
    public void A_grid_elsewhere_is_refused()
    {
        var grid = RandomGrids.Any(new Random(3), 64, 50, 3);
        var map = new Volume<byte>(grid);
        Assert.Throws<ArgumentException>(() => Resampling.Nearest(map, grid with { Slices = 4 }));
        Assert.Throws<ArgumentException>(() => Resampling.Nearest(map, grid with { Origin = grid.ToPatient(1, 0, 0) }));
    }

    private static Volume<byte> Map(Random chance, int columns, int rows)
    {
        var map = new Volume<byte>(RandomGrids.Any(chance, columns, rows, 3));
        chance.NextBytes(map.Voxels);
        return map;
    }
}
