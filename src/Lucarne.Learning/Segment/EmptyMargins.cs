using Lucarne.Imaging.Volumes;

namespace Lucarne.Learning.Segment;

/// <summary>Finds pieces of a margin, such as a planning target volume, that hold nothing of what they should lie around, or so little that no
/// margin in use is as wide: 20 mm around a ball of 10 mm across make 125 times its volume.</summary>
internal static class EmptyMargins
{
    private const int MostTimes = 200;

    /// <summary>Gives the voxels of such pieces their next likely label. A piece holds together by faces, edges or corners.</summary>
    /// <param name="labels">The label map; it is changed.</param>
    /// <param name="otherwise">The labels without the margin.</param>
    /// <param name="margin">The margin's label.</param>
    /// <param name="core">The label of what it lies around.</param>
    public static void Replace(Volume<byte> labels, Volume<byte> otherwise, byte margin, byte core)
    {
        var voxels = labels.Voxels;
        var seen = new bool[voxels.Length];
        var piece = new List<int>();
        for (var start = 0; start < voxels.Length; start++)
        {
            if (seen[start] || voxels[start] != margin || HoldsCore(labels, start, (margin, core), seen, piece)) continue;
            foreach (var voxel in piece)
                if (voxels[voxel] == margin) voxels[voxel] = otherwise.Voxels[voxel];
        }
    }

    /// <summary>Walks the piece of margin and core that a voxel belongs to.</summary>
    private static bool HoldsCore(Volume<byte> labels, int start, (byte Margin, byte Core) wanted, bool[] seen, List<int> piece)
    {
        var (voxels, grid) = (labels.Voxels, labels.Geometry);
        var core = 0;
        piece.Clear();
        piece.Add(start);
        seen[start] = true;
        for (var next = 0; next < piece.Count; next++)
        {
            var (i, j, k) = (piece[next] % grid.Columns, piece[next] / grid.Columns % grid.Rows, piece[next] / grid.SliceLength);
            if (voxels[piece[next]] == wanted.Core) core++;
            for (var at = 0; at < 27; at++)
            {
                var (x, y, z) = (i + (at % 3) - 1, j + (at / 3 % 3) - 1, k + (at / 9) - 1);
                if (!grid.Holds(x, y, z)) continue;
                var voxel = (((z * grid.Rows) + y) * grid.Columns) + x;
                if (seen[voxel] || (voxels[voxel] != wanted.Margin && voxels[voxel] != wanted.Core)) continue;
                seen[voxel] = true;
                piece.Add(voxel);
            }
        }

        return core > 0 && piece.Count <= (long)MostTimes * core;
    }
}
