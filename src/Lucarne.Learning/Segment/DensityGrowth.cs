using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Segment;

/// <summary>
/// Lets structures that a density tells apart, such as lungs, grow into what the network gave to nothing: a network that has seen few patients
/// leaves holes where a lung is denser or emptier than theirs. Growth stays within the recipe's range of Hounsfield units, crosses nothing
/// thinner than three prepared pixels (the edge of skin or trachea has a lung's density too), and ends at the recipe's reach.
/// </summary>
/// <param name="slice">Gives a stored slice: windowed values, 0 to <see cref="WindowedSlices.Top"/>.</param>
/// <param name="prepare">How the slices were prepared.</param>
/// <param name="grow">What grows, where to, and how far.</param>
internal sealed class DensityGrowth(StoredSlice slice, PrepareOptions prepare, GrowOptions grow)
{
    private static readonly (int X, int Y, int Z)[] Faces = [(-1, 0, 0), (1, 0, 0), (0, -1, 0), (0, 1, 0), (0, 0, -1), (0, 0, 1)];

    private readonly int _size = prepare.Size;

    /// <summary>Gives voxels without a label to the structures that reach them first; all else stays.</summary>
    /// <param name="labels">On the scan's own grid, in axial order; changed.</param>
    /// <param name="values">The labels of the structures that grow.</param>
    public void Apply(Volume<byte> labels, IReadOnlyList<byte> values)
    {
        var grid = labels.Geometry;
        var coarse = Resampling.Nearest(labels, _size, _size);
        var open = new bool[coarse.Voxels.Length];
        for (var k = 0; k < grid.Slices; k++) Open(k, coarse.Slice(k), values, open.AsSpan(k * _size * _size, _size * _size));
        Spread(coarse, open, values);
        var (grown, voxels) = (Resampling.Nearest(coarse, grid).Voxels, labels.Voxels);
        for (var v = 0; v < voxels.Length; v++)
            if (voxels[v] == 0 && values.Contains(grown[v])) voxels[v] = grown[v];
    }

    /// <summary>Marks the pixels of a slice that may be grown into.</summary>
    private void Open(int k, ReadOnlySpan<byte> labels, IReadOnlyList<byte> values, Span<bool> open)
    {
        var (window, range) = (prepare.WindowHu, grow.Hu);
        var perUnit = WindowedSlices.Top / (window.High - window.Low);
        var (low, high) = ((range.Low - window.Low) * perUnit, (range.High - window.Low) * perUnit);
        var mean = Means(slice(k));
        var dense = new bool[mean.Length];
        for (var p = 0; p < mean.Length; p++) dense[p] = values.Contains(labels[p]) || (labels[p] == 0 && mean[p] > low && mean[p] < high);

        // Opened by a square of three: what is thinner falls away.
        var worn = Within(dense, all: true);
        var restored = Within(worn, all: false);
        for (var p = 0; p < open.Length; p++) open[p] = restored[p] && dense[p] && labels[p] == 0;
    }

    /// <summary>The mean of each pixel and its neighbours: noise alone shall neither open nor close a way.</summary>
    private float[] Means(ReadOnlySpan<short> stored)
    {
        var means = new float[stored.Length];
        for (var y = 0; y < _size; y++)
        {
            for (var x = 0; x < _size; x++)
            {
                var sum = 0;
                for (var dy = -1; dy <= 1; dy++)
                    for (var dx = -1; dx <= 1; dx++)
                        sum += stored[(Math.Clamp(y + dy, 0, _size - 1) * _size) + Math.Clamp(x + dx, 0, _size - 1)];
                means[(y * _size) + x] = sum / 9f;
            }
        }

        return means;
    }

    /// <summary>Whether all, or any, of a pixel's neighbourhood of three by three is marked; beyond the edge nothing is.</summary>
    private bool[] Within(bool[] marked, bool all)
    {
        var result = new bool[marked.Length];
        for (var y = 0; y < _size; y++)
        {
            for (var x = 0; x < _size; x++)
            {
                var count = 0;
                for (var dy = Math.Max(0, y - 1); dy <= Math.Min(_size - 1, y + 1); dy++)
                    for (var dx = Math.Max(0, x - 1); dx <= Math.Min(_size - 1, x + 1); dx++)
                        count += marked[(dy * _size) + dx] ? 1 : 0;
                result[(y * _size) + x] = all ? count == 9 : count > 0;
            }
        }

        return result;
    }

    /// <summary>Spreads labels through open pixels, the nearest structure first, ways measured in mm along faces.</summary>
    private void Spread(Volume<byte> labels, bool[] open, IReadOnlyList<byte> values)
    {
        var (voxels, grid) = (labels.Voxels, labels.Geometry);
        float[] steps = [.. Faces.Select(face => (float)(face.X != 0 ? grid.ColumnSpacingMm : face.Y != 0 ? grid.RowSpacingMm : grid.SliceSpacingMm))];
        var waiting = new PriorityQueue<int, float>();
        for (var start = 0; start < voxels.Length; start++)
            if (values.Contains(voxels[start]) && TouchesOpen(start)) waiting.Enqueue(start, 0);
        while (waiting.TryDequeue(out var voxel, out var way))
        {
            var (i, j, k) = (voxel % _size, voxel / _size % _size, voxel / (_size * _size));
            for (var f = 0; f < Faces.Length; f++)
            {
                var (x, y, z) = (i + Faces[f].X, j + Faces[f].Y, k + Faces[f].Z);
                if (!grid.Holds(x, y, z) || way + steps[f] > grow.ReachMm) continue;
                var next = (((z * _size) + y) * _size) + x;
                if (!open[next]) continue;
                open[next] = false;
                voxels[next] = voxels[voxel];
                waiting.Enqueue(next, way + steps[f]);
            }
        }

        bool TouchesOpen(int voxel)
        {
            var (i, j, k) = (voxel % _size, voxel / _size % _size, voxel / (_size * _size));
            foreach (var (x, y, z) in Faces)
                if (grid.Holds(i + x, j + y, k + z) && open[((((k + z) * _size) + j + y) * _size) + i + x]) return true;
            return false;
        }
    }
}
