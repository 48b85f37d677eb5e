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

    /// <summary>Steps, each followed by max(0, x), before the last of which something may be added; the caller owns the result.</summary>
    internal static Tensor Relu(Tensor input, Tensor? added, params ReadOnlySpan<(Conv2d Convolution, BatchNorm2d Norm)> steps)
    {
        var convolutions = new Conv2d[steps.Length];
        var folded = true;
        for (var i = 0; i < steps.Length; i++)
        {
            convolutions[i] = steps[i].Convolution;
            folded &= steps[i].Norm.IsIdentity;
        }

        if (folded) return Conv2d.ReluChain(convolutions, input, added);
        var maps = Apply(steps[0].Convolution, steps[0].Norm, input);
        foreach (var (convolution, norm) in steps[1..])
        {
            using var before = maps.ReluInPlace();
            maps = Apply(convolution, norm, before);
        }

        return (added is null ? maps : maps.AddInPlace(added)).ReluInPlace();
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
