using Lucarne.Torch;
using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Layers;

/// <summary>The kinds of first weights that torchvision's networks draw.</summary>
internal static class FirstValues
{
    /// <summary>Every convolution below: normal with variance 2 / fan-out, biases 0.</summary>
    internal static void ConvolutionsFanOut(Module module) => Convolutions(module, Initialisation.FanOut);

    /// <summary>Every convolution below: normal with variance 2 / fan-in, biases 0.</summary>
    internal static void ConvolutionsFanIn(Module module) => Convolutions(module, Initialisation.FanIn);

    /// <summary>Every linear layer below: normal with mean 0, biases 0.</summary>
    internal static void LinearNormal(Module module, double standardDeviation)
    {
        using var still = new NoGradient();
        foreach (var linear in Below<Linear>(module))
        {
            linear.Weight.NormalInPlace(0, standardDeviation);
            linear.Bias.FillInPlace(0);
        }
    }

    /// <summary>Every linear layer below: uniform within ±1 / √outputs, biases 0.</summary>
    internal static void LinearUniformFanOut(Module module)
    {
        using var still = new NoGradient();
        foreach (var linear in Below<Linear>(module))
        {
            Initialisation.UniformFanIn(linear.Weight, linear.Weight.Shape[0]);
            linear.Bias.FillInPlace(0);
        }
    }

    internal static IEnumerable<T> Below<T>(Module module) where T : Module => module.Modules().Select(named => named.Module).OfType<T>();

    private static void Convolutions(Module module, Func<long[], long> fan)
    {
        using var still = new NoGradient();
        foreach (var convolution in Below<Conv2d>(module))
        {
            convolution.Weight.NormalInPlace(0, Math.Sqrt(2.0 / fan(convolution.Weight.Shape)));
            convolution.Bias?.FillInPlace(0);
        }
    }
}
