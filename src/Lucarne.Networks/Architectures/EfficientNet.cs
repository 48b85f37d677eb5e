using Lucarne.Networks.Layers;
using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Architectures;

/// <summary>EfficientNet-B0 (Tan and Le 2019, table 1), laid out as torchvision's.</summary>
internal sealed class EfficientNet : Classifier
{
    /// <summary>How often the last block is skipped in training; the first never is, and those between grow evenly.</summary>
    private const double LargestSkip = 0.2;

    private static readonly (int Expand, int Kernel, int Stride, int Outputs, int Blocks)[] Stages =
    [
        (1, 3, 1, 16, 1), (6, 3, 2, 24, 2), (6, 5, 2, 40, 2), (6, 3, 2, 80, 3), (6, 5, 1, 112, 3), (6, 5, 2, 192, 4), (6, 3, 1, 320, 1),
    ];

    private readonly Sequential _features;

    internal EfficientNet(NetworkOptions options) : base(options, "classifier")
    {
        var channels = 32;
        _features = Child("features", new Sequential(new ConvNorm(options.InputChannels, channels, 3, 2, 1, Activation.Silu)));
        var total = Stages.Sum(stage => stage.Blocks);
        var block = 0;
        foreach (var (expand, kernel, stride, outputs, blocks) in Stages)
        {
            var stage = new Sequential();
            for (var i = 0; i < blocks; i++)
            {
                stage.Add(new MobileBlock(channels, outputs, expand, kernel, i == 0 ? stride : 1, LargestSkip * block++ / total));
                channels = outputs;
            }

            _features.Add(stage);
        }

        EmbeddingSize = 4 * channels;
        _features.Add(new ConvNorm(channels, EmbeddingSize, 1, 1, 1, Activation.Silu));
        FirstValues.ConvolutionsFanOut(this);
        Head = MakeHead(EmbeddingSize, () => new Sequential(new Dropout(0.2), new Linear(EmbeddingSize, options.Outputs)));
        if (!HasCustomHead) FirstValues.LinearUniformFanOut(Head);
    }

    /// <inheritdoc />
    private protected override IReadOnlyList<(string Name, Module Module)> Layers => StepsOf("features", _features);
}
