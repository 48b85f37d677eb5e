using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Contours;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Train;
using Lucarne.Networks.Architectures;
using Lucarne.Torch;

namespace Lucarne.Learning.Segment;

/// <summary>Stored slices of a scan; what is given stays valid until the next call.</summary>
/// <param name="k">Which slice.</param>
internal delegate ReadOnlySpan<short> StoredSlice(int k);

/// <summary>Labels for prepared slices, on the scan's own grid: the network's probabilities are resampled, and the largest wins.</summary>
internal sealed class SlicePredictor(Recipe recipe, UNet network, Execution execution)
{
    private const int LargestBatch = 16;

    private readonly SegmentationOptions _options = recipe.Segmentation!;

    // By label, none first.
    private readonly bool[] _margins = [false, .. recipe.Segmentation!.Structures.Select(structure => structure.Around is not null)];

    /// <summary>Slices that go through the network together: the recipe's number, or as many as a sixteenth of the memory holds.</summary>
    public int BatchSize(VolumeGeometry grid)
    {
        if (_options.Segment.BatchSize > 0) return _options.Segment.BatchSize;
        var pixels = (long)_options.Input.Size * _options.Input.Size;

        // The two widest maps, both halves of their joint and what the convolution makes of it; the probabilities twice on the scan's grid.
        var bytes = sizeof(float) * (((_options.Input.Planes + (6 * (long)network.Width)) * pixels) + (3L * _options.Channels * grid.SliceLength));
        return (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 16 / bytes, 1, LargestBatch);
    }

    /// <summary>Labels of a whole scan.</summary>
    /// <param name="slice">Gives a stored slice.</param>
    /// <param name="mean">Of the scan's windowed values.</param>
    /// <param name="deviation">Of the scan's windowed values.</param>
    /// <param name="body">The square around the body.</param>
    /// <param name="grid">The scan's own grid, in axial order.</param>
    /// <param name="done">Told after each batch how many slices it had.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The likeliest label of each voxel; and the likeliest one that is no margin.</returns>
    public StructureMaps Predict(
        StoredSlice slice, double mean, double deviation, BodySquare body, VolumeGeometry grid, IProgress<int>? done, CancellationToken cancellation)
    {
        var labels = new Volume<byte>(grid);
        var maps = StructureMaps.Differ(_options) ? new StructureMaps(labels, new Volume<byte>(grid)) : StructureMaps.WithoutMargins(labels);
        var part = SlicePart.Of(_options.Input.Region, body);
        var batch = BatchSize(grid);
        network.Train(false);
        for (var first = 0; first < grid.Slices; first += batch)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(batch, grid.Slices - first);
            using var still = new NoGradient();
            using var scope = new TensorScope();
            var input = (Stored(slice, grid, first, count).GridSample(Grid(part.Place([1, 0, 0, 0, 1, 0]), count, _options.Input.Planes, _options.Input.Size, _options.Input.Size)) + -mean) * (1 / deviation);
            Tensor logits;
            using (new Autocast(execution.Device, execution.BFloat16)) logits = network.Forward(execution.Place(input));
            var there = OnGrid(logits.To(ScalarType.Float32).Softmax(1).Contiguous(), Grid(part.Inverse(), count, 1, grid.Rows, grid.Columns).Move(execution.Device));
            Put(there.Argmax(1), labels, first);
            if (!maps.AreOne) Put(Without(there).Argmax(1), maps.Beneath!, first);
            done?.Report(count);
        }

        return maps;
    }

    private Tensor Stored(StoredSlice slice, VolumeGeometry grid, int first, int count)
    {
        var (size, planes) = (_options.Prepare.Size, _options.Input.Planes);
        var stack = SliceStack.Of(_options.Input, grid);
        var (pixels, values) = (size * size, new float[count * planes * size * size]);
        for (var i = 0; i < count * planes; i++)
            WindowedSlices.Widen(slice(stack.At(first + (i / planes), i % planes, grid.Slices)), values.AsSpan(i * pixels, pixels));
        return Tensor.From<float>(values, count, planes, size, size);
    }

    private static Tensor Grid(float[] map, int count, int channels, int rows, int columns) =>
        Tensor.From<float>(map, 1, 2, 3).Expand(count, 2, 3).Contiguous().AffineGrid([count, channels, rows, columns]);

    /// <summary>Probabilities [B, K, rows, columns] on the scan's grid. Outside of the part that the network saw there is nothing.</summary>
    private static Tensor OnGrid(Tensor probabilities, Tensor grid)
    {
        var there = probabilities.GridSample(grid);
        var structures = there.Narrow(1, 1, there.Shape[1] - 1);
        var none = (structures.Sum([1], keep: true) * -1) + 1;
        return Tensor.Cat([none, structures], 1);
    }

    /// <summary>Probabilities without those of margins.</summary>
    private Tensor Without(Tensor probabilities) =>
        probabilities + Tensor.From<float>([.. _margins.Select(margin => margin ? -2f : 0)], 1, _margins.Length, 1, 1).Move(probabilities.Device);

    private static void Put(Tensor labels, Volume<byte> volume, int first)
    {
        var bytes = labels.To(ScalarType.UInt8).Contiguous().Move(Device.Cpu).Data<byte>();
        bytes.CopyTo(volume.Voxels.AsSpan(first * volume.Geometry.SliceLength, bytes.Length));
    }
}
