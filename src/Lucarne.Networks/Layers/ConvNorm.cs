using Lucarne.Torch;
using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Layers;

/// <summary>What follows a batch norm.</summary>
internal enum Activation
{
    None,
    Relu6,
    Silu,
}

/// <summary>Convolution (<c>0</c>), batch norm (<c>1</c>) and activation: torchvision's Conv2dNormActivation.</summary>
internal sealed class ConvNorm : Module
{
    private readonly Conv2d _convolution;
    private readonly BatchNorm2d _norm;
    private readonly Activation _activation;

    internal ConvNorm(long inputs, long outputs, long kernel, long stride, long groups, Activation activation)
    {
        _convolution = Child("0", new Conv2d(inputs, outputs, kernel, stride, (kernel - 1) / 2, groups, bias: false));
        _norm = Child("1", new BatchNorm2d(outputs));
        _activation = activation;
    }

    /// <inheritdoc />
    public override Tensor Forward(Tensor input)
    {
        var normed = Normed.Apply(_convolution, _norm, input);
        return _activation switch
        {
            Activation.Relu6 => Activations.Relu6(normed),
            Activation.Silu => Activations.Silu(normed),
            _ => normed,
        };
    }
}
