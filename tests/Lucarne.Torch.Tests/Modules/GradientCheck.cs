namespace Lucarne.Torch.Tests.Modules;

/// <summary>Gradients by autograd against central differences, in float64.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-6;

    /// <summary>A float64 leaf with values of the standard normal distribution times a scale.</summary>
    internal static Tensor Leaf(double scale, params long[] shape)
    {
        var leaf = (Tensor.Randn(shape) * scale).To(ScalarType.Float64);
        leaf.RequiresGrad = true;
        return leaf;
    }

    /// <summary>
    /// Compares every element of every leaf's gradient of Σ output · direction, for a fixed random direction, with
    /// (f(x + h) − f(x − h)) / 2h; the difference's own error is about h² + ε / h ≈ 1e-10 of the values.
    /// </summary>
    internal static void Compare(Func<Tensor> forward, params Tensor[] leaves)
    {
        using var scope = new TensorScope();
        var output = forward();
        Assert.Equal(ScalarType.Float64, output.Type);
        var direction = Tensor.Randn(output.Shape).To(ScalarType.Float64);
        foreach (var leaf in leaves) leaf.Gradient = null;
        (output * direction).Sum().Backward();
        foreach (var leaf in leaves)
        {
            var gradient = leaf.Gradient?.ToArray<double>() ?? throw new InvalidOperationException("a leaf was left without a gradient");
            Assert.Contains(gradient, value => value != 0);
            for (var i = 0; i < gradient.Length; i++)
            {
                var difference = (Moved(leaf, i, Step) - Moved(leaf, i, -Step)) / (2 * Step);
                Assert.InRange(gradient[i], difference - (1e-6 * (1 + Math.Abs(difference))), difference + (1e-6 * (1 + Math.Abs(difference))));
            }
        }

        double Moved(Tensor leaf, int index, double by)
        {
            using var still = new NoGradient();
            using var inner = new TensorScope();
            var before = leaf.Data<double>()[index];
            leaf.Data<double>()[index] = before + by;
            var value = (forward() * direction).Sum().Item();
            leaf.Data<double>()[index] = before;
            return value;
        }
    }
}
