using Lucarne.Networks.Layers;
using Lucarne.Torch;
using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Architectures;

/// <summary>Two 3×3 convolutions beside a shortcut: the block of ResNet-18 and 34.</summary>
internal sealed class BasicBlock : Module
{
    private readonly Conv2d _first;
    private readonly BatchNorm2d _firstNorm;
    private readonly Conv2d _second;
    private readonly BatchNorm2d _secondNorm;
    private readonly Sequential? _shortcut;

    internal BasicBlock(int inputs, int planes, int stride)
    {
        _first = Child("conv1", new Conv2d(inputs, planes, 3, stride, 1, bias: false));
        _firstNorm = Child("bn1", new BatchNorm2d(planes));
        _second = Child("conv2", new Conv2d(planes, planes, 3, 1, 1, bias: false));
        _secondNorm = Child("bn2", new BatchNorm2d(planes));
        if (stride != 1 || inputs != planes) _shortcut = Child("downsample", Shortcut.Make(inputs, planes, stride));
    }

    /// <inheritdoc />
    public override Tensor Forward(Tensor input)
    {
        using var around = _shortcut?.Forward(input);
        return Normed.Relu(input, around ?? input, (_first, _firstNorm), (_second, _secondNorm));
    }
}
