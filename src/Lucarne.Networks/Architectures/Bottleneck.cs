using Lucarne.Networks.Layers;
using Lucarne.Torch;
using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Architectures;

/// <summary>1×1, 3×3 and 1×1 convolutions beside a shortcut: the block of ResNet-50, with the stride in the 3×3 as torchvision has it.</summary>
internal sealed class Bottleneck : Module
{
    /// <summary>A block gives four times as many channels as its 3×3 convolution has.</summary>
    internal const int Expansion = 4;

    private readonly Conv2d _reduce;
    private readonly BatchNorm2d _reduceNorm;
    private readonly Conv2d _middle;
    private readonly BatchNorm2d _middleNorm;
    private readonly Conv2d _expand;
    private readonly BatchNorm2d _expandNorm;
    private readonly Sequential? _shortcut;

    internal Bottleneck(int inputs, int planes, int stride)
    {
        var outputs = planes * Expansion;
        _reduce = Child("conv1", new Conv2d(inputs, planes, 1, bias: false));
        _reduceNorm = Child("bn1", new BatchNorm2d(planes));
        _middle = Child("conv2", new Conv2d(planes, planes, 3, stride, 1, bias: false));
        _middleNorm = Child("bn2", new BatchNorm2d(planes));
        _expand = Child("conv3", new Conv2d(planes, outputs, 1, bias: false));
        _expandNorm = Child("bn3", new BatchNorm2d(outputs));
        if (stride != 1 || inputs != outputs) _shortcut = Child("downsample", Shortcut.Make(inputs, outputs, stride));
    }

    /// <inheritdoc />
    public override Tensor Forward(Tensor input)
    {
        using var around = _shortcut?.Forward(input);
        return Normed.Relu(input, around ?? input, (_reduce, _reduceNorm), (_middle, _middleNorm), (_expand, _expandNorm));
    }
}
