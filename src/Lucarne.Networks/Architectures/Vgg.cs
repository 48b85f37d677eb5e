using Lucarne.Networks.Layers;
using Lucarne.Torch;
using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Architectures;

/// <summary>
/// VGG-16 with batch norm (Simonyan and Zisserman 2015, configuration D), laid out as torchvision's. The published classifier reads
/// the maps averaged to 7×7 (a vector of 25,088); a head of a recipe reads their means (512), which spares its 120 million weights.
/// </summary>
internal sealed class Vgg : Classifier
{
    private const int Pooling = 0;
    private static readonly int[] Plan = [64, 64, Pooling, 128, 128, Pooling, 256, 256, 256, Pooling, 512, 512, 512, Pooling, 512, 512, 512, Pooling];

    private readonly Sequential _features;

    internal Vgg(NetworkOptions options) : base(options, "classifier")
    {
        _features = Child("features", new Sequential());
        var channels = options.InputChannels;
        foreach (var step in Plan)
        {
            if (step == Pooling)
            {
                _features.Add(new MaxPool2d(2, 2));
                continue;
            }

            _features.Add(new Conv2d(channels, step, 3, 1, 1)).Add(new BatchNorm2d(step)).Add(new ReluInPlace());
            channels = step;
        }

        EmbeddingSize = HasCustomHead ? channels : channels * 7 * 7;
        FirstValues.ConvolutionsFanOut(this);
        Head = MakeHead(EmbeddingSize, () => Published(options.Outputs));
        if (!HasCustomHead) FirstValues.LinearNormal(Head, 0.01);
    }

    /// <inheritdoc />
    private protected override IReadOnlyList<(string Name, Module Module)> Layers => StepsOf("features", _features);

    /// <inheritdoc />
    public override Tensor Pool(Tensor maps)
    {
        if (HasCustomHead) return base.Pool(maps);
        using var sevenths = maps.AdaptiveAvgPool2d(7, 7);
        return sevenths.Flatten(1);
    }

    private Sequential Published(int outputs) => new(
        new Linear(EmbeddingSize, 4096), new ReluInPlace(), new Dropout(0.5),
        new Linear(4096, 4096), new ReluInPlace(), new Dropout(0.5),
        new Linear(4096, outputs));
}
