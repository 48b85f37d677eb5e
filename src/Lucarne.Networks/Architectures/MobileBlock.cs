using Lucarne.Networks.Layers;
using Lucarne.Torch;
using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Architectures;

/// <summary>EfficientNet's block (MBConv): widen, filter each channel, weigh the channels, narrow; beside a shortcut where the shape allows.</summary>
internal sealed class MobileBlock : Module
{
    private readonly Sequential _steps;
    private readonly bool _hasShortcut;
    private readonly double _skip;

    internal MobileBlock(int inputs, int outputs, int expand, int kernel, int stride, double skip)
    {
        (_hasShortcut, _skip) = (stride == 1 && inputs == outputs, skip);
        var hidden = inputs * expand;
        var steps = new Sequential();
        if (expand != 1) steps.Add(new ConvNorm(inputs, hidden, 1, 1, 1, Activation.Silu));
        steps.Add(new ConvNorm(hidden, hidden, kernel, stride, hidden, Activation.Silu));
        steps.Add(new SqueezeExcitation(hidden, Math.Max(1, inputs / 4)));
        steps.Add(new ConvNorm(hidden, outputs, 1, 1, 1, Activation.None));
        _steps = Child("block", steps);
    }

    /// <inheritdoc />
    public override Tensor Forward(Tensor input)
    {
        var maps = _steps.Forward(input);
        if (!_hasShortcut) return maps;
        if (!Training || _skip == 0) return maps.AddInPlace(input);
        using (maps) return StochasticDepth(maps).AddInPlace(input);
    }

    /// <summary>Leaves the block out for some pictures of the batch (Huang et al. 2016), the rest scaled up for it.</summary>
    private Tensor StochasticDepth(Tensor maps)
    {
        using var ones = Tensor.Ones([maps.Shape[0], 1, 1, 1], maps.Type, maps.Device);
        using var kept = ones.Dropout(_skip, training: true);
        return maps * kept;
    }
}
