using System.Globalization;
using Lucarne.Networks.Layers;
using Lucarne.Torch;
using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Architectures;

/// <summary>DenseNet-BC (Huang et al. 2017, "Densely connected convolutional networks"), laid out as torchvision's.</summary>
internal sealed class DenseNet : Classifier
{
    private const int Growth = 32;

    private readonly Sequential _features;

    internal DenseNet(NetworkOptions options, int[] blocks) : base(options, "classifier")
    {
        var channels = 64;
        _features = Child("features", new Sequential()
            .Add(new Conv2d(options.InputChannels, channels, 7, 2, 3, bias: false), "conv0")
            .Add(new BatchNorm2d(channels), "norm0")
            .Add(new ReluInPlace(), "relu0")
            .Add(new MaxPool2d(3, 2, 1), "pool0"));
        for (var i = 0; i < blocks.Length; i++)
        {
            var number = (i + 1).ToString(CultureInfo.InvariantCulture);
            _features.Add(new DenseBlock(blocks[i], channels, Growth), "denseblock" + number);
            channels += blocks[i] * Growth;
            if (i == blocks.Length - 1) continue;
            _features.Add(Transition(channels), "transition" + number);
            channels /= 2;
        }

        _features.Add(new BatchNorm2d(channels), "norm5");
        EmbeddingSize = channels;
        FirstValues.ConvolutionsFanIn(this);
        Head = MakeHead(channels, () => new Linear(EmbeddingSize, options.Outputs));
        if (HasCustomHead) return;
        using var still = new NoGradient();
        ((Linear)Head).Bias.FillInPlace(0);
    }

    /// <inheritdoc />
    private protected override IReadOnlyList<(string Name, Module Module)> Layers => StepsOf("features", _features);

    /// <inheritdoc />
    private protected override Tensor Finish(Tensor maps) => maps.ReluInPlace();

    private static Sequential Transition(int channels) => new Sequential()
        .Add(new BatchNorm2d(channels), "norm")
        .Add(new ReluInPlace(), "relu")
        .Add(new Conv2d(channels, channels / 2, 1, bias: false), "conv")
        .Add(new AvgPool2d(2, 2), "pool");
}
