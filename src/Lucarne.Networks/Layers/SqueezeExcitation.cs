using Lucarne.Torch;
using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Layers;

/// <summary>Weighs each channel by what the whole picture shows (Hu et al. 2018, "Squeeze-and-excitation networks").</summary>
internal sealed class SqueezeExcitation : Module
{
    private readonly Conv2d _squeeze;
    private readonly Conv2d _excite;

    internal SqueezeExcitation(int channels, int squeezed)
    {
        _squeeze = Child("fc1", new Conv2d(channels, squeezed, 1));
        _excite = Child("fc2", new Conv2d(squeezed, channels, 1));
    }

    /// <inheritdoc />
    public override Tensor Forward(Tensor input)
    {
        using var means = input.AdaptiveAvgPool2d(1, 1);
        using var squeezed = Activations.Silu(_squeeze.Forward(means));
        using var excited = _excite.Forward(squeezed);
        using var weights = excited.Sigmoid();
        return input * weights;
    }
}
