namespace Lucarne.Imaging.Volumes;

/// <summary>
/// The voxels of a mask as runs along its rows. Joining runs instead of voxels makes connected components as fast as
/// reading the mask (He, Chao and Suzuki, A run-based two-scan labeling algorithm, 2008).
/// </summary>
internal sealed class VoxelRuns
{
    private readonly VolumeGeometry geometry;
    private readonly List<(int Start, int Length)> runs = [];

    /// <summary>For each row of each slice its first run; one more at the end.</summary>
    private readonly int[] firstOfRow;

    private VoxelRuns(VolumeGeometry geometry)
    {
        this.geometry = geometry;
        firstOfRow = new int[(geometry.Rows * geometry.Slices) + 1];
    }

    internal static VoxelRuns Of(Volume<byte> map, byte? label)
    {
        var result = new VoxelRuns(map.Geometry);
        var columns = map.Geometry.Columns;
        for (var row = 0; row + 1 < result.firstOfRow.Length; row++)
        {
            result.firstOfRow[row] = result.runs.Count;
            var voxels = map.Voxels.AsSpan(row * columns, columns);
            for (var at = 0; at < columns;)
            {
                var skipped = label is { } wanted ? voxels[at..].IndexOf(wanted) : voxels[at..].IndexOfAnyExcept((byte)0);
                if (skipped < 0)
                    break;
                var start = at + skipped;
                var length = label is { } value ? voxels[start..].IndexOfAnyExcept(value) : voxels[start..].IndexOf((byte)0);
                length = length < 0 ? columns - start : length;
                result.runs.Add(((row * columns) + start, length));
                at = start + length;
            }
        }

        result.firstOfRow[^1] = result.runs.Count;
        return result;
    }

    internal int Count => runs.Count;

    internal int StartOf(int run) => runs[run].Start;

    internal int LengthOf(int run) => runs[run].Length;

    /// <summary>Joins runs that touch.</summary>
    /// <param name="reach">0 where voxels touch by faces only, 1 where by edges and corners too.</param>
    /// <returns>For each run the first run of its component.</returns>
    internal int[] Join(int reach)
    {
        int[] parents = [.. Enumerable.Range(0, runs.Count)];
        for (var row = 0; row + 1 < firstOfRow.Length; row++)
        {
            var (j, k) = (row % geometry.Rows, row / geometry.Rows);
            if (j > 0)
                JoinRows(parents, row, row - 1, reach);
            for (var other = Math.Max(0, j - reach); k > 0 && other <= Math.Min(geometry.Rows - 1, j + reach); other++)
                JoinRows(parents, row, ((k - 1) * geometry.Rows) + other, reach);
        }

        for (var run = 0; run < parents.Length; run++)
            parents[run] = Root(parents, run);
        return parents;
    }

    private void JoinRows(int[] parents, int row, int other, int reach)
    {
        var (a, b) = (firstOfRow[row], firstOfRow[other]);
        while (a < firstOfRow[row + 1] && b < firstOfRow[other + 1])
        {
            var (aFirst, bFirst) = (runs[a].Start - (row * geometry.Columns), runs[b].Start - (other * geometry.Columns));
            var (aEnd, bEnd) = (aFirst + runs[a].Length, bFirst + runs[b].Length);
            if (aFirst < bEnd + reach && bFirst < aEnd + reach)
                Unite(parents, a, b);
            if (aEnd < bEnd)
                a++;
            else
                b++;
        }
    }

    /// <summary>The earlier root stays, so that a component is known by its first run.</summary>
    private static void Unite(int[] parents, int a, int b)
    {
        (a, b) = (Root(parents, a), Root(parents, b));
        parents[Math.Max(a, b)] = Math.Min(a, b);
    }

    private static int Root(int[] parents, int run)
    {
        while (parents[run] != run)
            run = parents[run] = parents[parents[run]];
        return run;
    }
}
