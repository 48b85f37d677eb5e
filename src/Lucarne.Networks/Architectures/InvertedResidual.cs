using Lucarne.Networks.Layers;
using Lucarne.Torch;
using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Architectures;

/// <summary>Widen by 1×1, filter each channel by 3×3, narrow by 1×1 without activation; beside a shortcut where the shape allows.</summary>
internal sealed class InvertedResidual : Module
{
    private readonly Sequential _steps;
    private readonly bool _hasShortcut;

    internal InvertedResidual(int inputs, int outputs, int stride, int expand)
    {
        _hasShortcut = stride == 1 && inputs == outputs;
        var hidden = inputs * expand;
        var steps = new Sequential();
        if (expand != 1) steps.Add(new ConvNorm(inputs, hidden, 1, 1, 1, Activation.Relu6));
        steps.Add(new ConvNorm(hidden, hidden, 3, stride, hidden, Activation.Relu6));
        steps.Add(new Conv2d(hidden, outputs, 1, bias: false));
        steps.Add(new BatchNorm2d(outputs));
        _steps = Child("conv", steps);
    }

    /// <inheritdoc />
    public override Tensor Forward(Tensor input)
    {
        var maps = _steps.Forward(input);
        return _hasShortcut ? maps.AddInPlace(input) : maps;
    }
}
