namespace Lucarne.Torch.Modules;

/// <summary>First values of weights, drawn from libtorch's seeded generator.</summary>
public static class Initialisation
{
    /// <summary>Uniform within ±1 / √fan-in: PyTorch's own default for convolutions, linear layers and their biases.</summary>
    public static void UniformFanIn(Tensor tensor, long fanIn)
    {
        using var still = new NoGradient();
        var bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
        tensor.UniformInPlace(-bound, bound);
    }

    /// <summary>The number of inputs that one output of a weight [out, in, …] adds up.</summary>
    public static long FanIn(long[] shape) => shape[1] * Receptive(shape);

    /// <summary>The number of outputs that one input of a weight [out, in, …] adds to.</summary>
    public static long FanOut(long[] shape) => shape[0] * Receptive(shape);

    private static long Receptive(long[] shape) => shape.Skip(2).Aggregate(1L, (product, size) => product * size);
}
