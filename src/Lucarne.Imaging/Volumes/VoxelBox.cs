namespace Lucarne.Imaging.Volumes;

/// <summary>A box of voxels: columns I … I + Columns − 1 and so on.</summary>
internal readonly record struct VoxelBox(int I, int J, int K, int Columns, int Rows, int Slices)
{
    internal int SliceLength => checked(Columns * Rows);

    internal int VoxelCount => checked(SliceLength * Slices);

    /// <summary>The smallest box around what is inside of a map, or null where nothing is.</summary>
    internal static VoxelBox? Around(Volume<byte> map, byte? label)
    {
        var runs = VoxelRuns.Of(map, label);
        if (runs.Count == 0)
            return null;
        var (columns, rows) = (map.Geometry.Columns, map.Geometry.Rows);
        var (left, top, right, bottom) = (int.MaxValue, int.MaxValue, 0, 0);
        for (var run = 0; run < runs.Count; run++)
        {
            var (i, row) = (runs.StartOf(run) % columns, runs.StartOf(run) / columns);
            (left, right) = (Math.Min(left, i), Math.Max(right, i + runs.LengthOf(run) - 1));
            (top, bottom) = (Math.Min(top, row % rows), Math.Max(bottom, row % rows));
        }

        var (first, last) = (runs.StartOf(0) / columns / rows, runs.StartOf(runs.Count - 1) / columns / rows);
        return new VoxelBox(left, top, first, right - left + 1, bottom - top + 1, last - first + 1);
    }

    /// <summary>The smallest box around both.</summary>
    internal VoxelBox With(VoxelBox other)
    {
        var (i, j, k) = (Math.Min(I, other.I), Math.Min(J, other.J), Math.Min(K, other.K));
        return new VoxelBox(
            i, j, k,
            Math.Max(I + Columns, other.I + other.Columns) - i, Math.Max(J + Rows, other.J + other.Rows) - j, Math.Max(K + Slices, other.K + other.Slices) - k);
    }

    /// <summary>Whether each voxel of the box is inside, [K, J, I].</summary>
    internal bool[] Cut(Volume<byte> map, byte? label)
    {
        var inside = new bool[VoxelCount];
        for (var k = 0; k < Slices; k++)
        {
            for (var j = 0; j < Rows; j++)
            {
                var from = map.Slice(K + k).Slice(((J + j) * map.Geometry.Columns) + I, Columns);
                var to = inside.AsSpan((k * SliceLength) + (j * Columns), Columns);
                for (var i = 0; i < Columns; i++)
                    to[i] = label is { } value ? from[i] == value : from[i] != 0;
            }
        }

        return inside;
    }
}
