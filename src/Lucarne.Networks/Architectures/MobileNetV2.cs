using Lucarne.Networks.Layers;
using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Architectures;

/// <summary>MobileNetV2 (Sandler et al. 2018, "Inverted residuals and linear bottlenecks", table 2), laid out as torchvision's.</summary>
internal sealed class MobileNetV2 : Classifier
{
    private static readonly (int Expand, int Channels, int Blocks, int Stride)[] Stages =
    [
        (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
    ];

    private readonly Sequential _features;

    internal MobileNetV2(NetworkOptions options) : base(options, "classifier")
    {
        var channels = Divisible(32 * options.Width);
        _features = Child("features", new Sequential(new ConvNorm(options.InputChannels, channels, 3, 2, 1, Activation.Relu6)));
        foreach (var (expand, published, blocks, stride) in Stages)
        {
            var outputs = Divisible(published * options.Width);
            for (var i = 0; i < blocks; i++)
            {
                _features.Add(new InvertedResidual(channels, outputs, i == 0 ? stride : 1, expand));
                channels = outputs;
            }
        }

        EmbeddingSize = Divisible(1280 * Math.Max(1, options.Width));
        _features.Add(new ConvNorm(channels, EmbeddingSize, 1, 1, 1, Activation.Relu6));
        FirstValues.ConvolutionsFanOut(this);
        Head = MakeHead(EmbeddingSize, () => new Sequential(new Dropout(0.2), new Linear(EmbeddingSize, options.Outputs)));
        if (!HasCustomHead) FirstValues.LinearNormal(Head, 0.01);
    }

    /// <inheritdoc />
    private protected override IReadOnlyList<(string Name, Module Module)> Layers => StepsOf("features", _features);

    /// <summary>The nearest multiple of 8 that takes no more than a tenth away, as the paper's own code has it.</summary>
    internal static int Divisible(double channels)
    {
        var rounded = Math.Max(8, (int)(channels + 4) / 8 * 8);
        return rounded < 0.9 * channels ? rounded + 8 : rounded;
    }
}
