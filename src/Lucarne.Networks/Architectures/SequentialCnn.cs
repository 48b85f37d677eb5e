using Lucarne.Networks.Layers;
using Lucarne.Torch;
using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Architectures;

/// <summary>
/// Convolutions, each with ReLU and 2×2 max pooling, then a fully connected layer with ReLU and the last one. The features keep
/// their places: the head reads all of the last maps [C, h, w], flattened. First weights are drawn as for ReLU networks without
/// norms (He et al. 2015: variance 2 / fan-in).
/// </summary>
internal sealed class SequentialCnn : Classifier
{
    private static readonly int[] DefaultFilters = [128, 64, 32, 16];

    private readonly Sequential _features;

    internal SequentialCnn(NetworkOptions options) : base(options, "classifier")
    {
        var shape = options.Sequential ?? new SequentialOptions();
        var filters = shape.Filters ?? DefaultFilters;
        Check(shape, filters);
        _features = Child("features", new Sequential());
        var channels = options.InputChannels;
        var size = options.InputSize;
        foreach (var count in filters)
        {
            var convolution = new Conv2d(channels, count, shape.Kernel);

            // "Same" with a stride of 1 is TensorFlow's padding: kernel − 1 zeros, the odd one behind.
            if (shape.Padding == SequentialPadding.Same) convolution.PaddingStyle = PaddingStyle.TensorFlow;
            else size -= shape.Kernel - 1;
            size /= 2;
            if (size < 1)
                throw new NetworkException($"network: {filters.Count} convolutions of {shape.Kernel}×{shape.Kernel} leave nothing of {options.InputSize} pixels; use larger pictures, fewer filters or padding 'same'");
            _features.Add(convolution).Add(new ReluInPlace()).Add(new MaxPool2d(2, 2));
            channels = count;
        }

        EmbeddingSize = channels * size * size;
        FirstValues.ConvolutionsFanIn(this);
        Head = MakeHead(EmbeddingSize, () => Published(shape, options.Outputs));
    }

    /// <inheritdoc />
    private protected override IReadOnlyList<(string Name, Module Module)> Layers => StepsOf("features", _features);

    /// <summary>All of the maps, flattened to [N, C·h·w].</summary>
    public override Tensor Pool(Tensor maps)
    {
        var flat = maps.Flatten(1);
        if (flat.Shape[1] == EmbeddingSize) return flat;
        flat.Dispose();
        throw new NetworkException($"the network was made for pictures of {Options.InputSize}×{Options.InputSize} pixels; resize them, or make it for their size");
    }

    private static void Check(SequentialOptions shape, IReadOnlyList<int> filters)
    {
        if (filters.Count == 0 || filters.Any(count => count < 1)) throw new NetworkException("network.sequential.filters: give at least one positive number");
        if (shape.Kernel < 1) throw new NetworkException($"network.sequential.kernel: {shape.Kernel} cannot be; give 1 or more");
        if (shape.Dense < 1) throw new NetworkException($"network.sequential.dense: {shape.Dense} cannot be; give 1 or more");
        if (shape.Dropout is not (>= 0 and < 1)) throw new NetworkException($"network.sequential.dropout: {shape.Dropout} is not in [0, 1)");
    }

    private Sequential Published(SequentialOptions shape, int outputs)
    {
        var head = new Sequential(new Linear(EmbeddingSize, shape.Dense), new ReluInPlace());
        if (shape.Dropout > 0) head.Add(new Dropout(shape.Dropout));
        return head.Add(new Linear(shape.Dense, outputs));
    }
}
