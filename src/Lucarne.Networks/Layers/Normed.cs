using Lucarne.Torch;
using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Layers;

/// <summary>A convolution and the batch norm behind it, as one step.</summary>
internal static class Normed
{
    /// <summary>The normed maps; the caller owns them.</summary>
    internal static Tensor Apply(Conv2d convolution, BatchNorm2d norm, Tensor input)
    {
        if (norm is { Frozen: true, IsIdentity: false }) return Folded(convolution, norm, input);
        var maps = convolution.Forward(input);
        if (norm.IsIdentity) return maps;
        using (maps) return norm.Forward(maps);
    }

    /// <summary>
    /// A frozen norm is a scale and a shift that do not depend on the batch: put into the weights, with gradients to all of them, they
    /// save two passes over the maps, forwards and backwards.
    /// </summary>
    private static Tensor Folded(Conv2d convolution, BatchNorm2d norm, Tensor input)
    {
        using var spread = norm.RunningVariance + norm.Epsilon;
        using var deviation = spread.Sqrt();
        using var scale = norm.Weight / deviation;
        using var moved = norm.RunningMean * scale;
        using var shift = norm.Bias - moved;
        using var factors = scale.Reshape(-1, 1, 1, 1);
        using var weight = convolution.Weight * factors;
        if (convolution.Bias is null) return convolution.Forward(input, weight, shift);
        using var scaled = convolution.Bias * scale;
        using var bias = shift + scaled;
        return convolution.Forward(input, weight, bias);
    }
}
