using Lucarne.Networks.Layers;
using Lucarne.Torch;
using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Architectures;

/// <summary>Residual networks (He et al. 2016, "Deep residual learning for image recognition"), laid out as torchvision's.</summary>
internal sealed class ResNet : Classifier
{
    private readonly Conv2d _stem;
    private readonly BatchNorm2d _stemNorm;
    private readonly Sequential[] _layers;

    internal ResNet(NetworkOptions options, bool bottleneck, int[] blocks) : base(options, "fc")
    {
        var channels = Scaled(64);
        _stem = Child("conv1", options.SmallStem
            ? new Conv2d(options.InputChannels, channels, 3, 1, 1, bias: false)
            : new Conv2d(options.InputChannels, channels, 7, 2, 3, bias: false));
        _stemNorm = Child("bn1", new BatchNorm2d(channels));
        _layers = new Sequential[blocks.Length];
        for (var i = 0; i < blocks.Length; i++)
            _layers[i] = Child($"layer{i + 1}", Layer(ref channels, Scaled(64 << i), blocks[i], i == 0 ? 1 : 2, bottleneck));
        FirstValues.ConvolutionsFanOut(this);
        EmbeddingSize = channels;
        Head = MakeHead(channels, () => new Linear(EmbeddingSize, options.Outputs));
    }

    /// <inheritdoc />
    private protected override IReadOnlyList<(string Name, Module Module)> Layers => [.. _layers.Select((layer, i) => ($"layer{i + 1}", (Module)layer))];

    /// <inheritdoc />
    private protected override Tensor Begin(Tensor input)
    {
        var maps = Normed.Relu(input, null, (_stem, _stemNorm));
        if (Options.SmallStem) return maps;
        using (maps) return maps.MaxPool2d(3, 2, 1);
    }

    private static Sequential Layer(ref int channels, int planes, int blocks, int stride, bool bottleneck)
    {
        var layer = new Sequential();
        for (var i = 0; i < blocks; i++)
        {
            var step = i == 0 ? stride : 1;
            layer.Add(bottleneck ? new Bottleneck(channels, planes, step) : new BasicBlock(channels, planes, step));
            channels = bottleneck ? planes * Bottleneck.Expansion : planes;
        }

        return layer;
    }

    /// <summary>Channels times the width factor, to the nearest multiple of 8, which vector units and accelerators like.</summary>
    private int Scaled(int channels) => Options.Width == 1 ? channels : Math.Max(8, (int)Math.Round(channels * Options.Width / 8) * 8);
}
