using Lucarne.Networks.Weights;
using Lucarne.Torch;

namespace Lucarne.Networks.Tests;

public class FrozenNormTests
{
    /// <summary>The oracle is libtorch's own batch norm with running figures: convolution, then norm, one after the other.</summary>
    [Fact]
    public void A_frozen_norm_gives_the_maps_and_all_gradients_of_the_norm_behind_the_convolution()
    {
        Runtime.Seed(3);
        using var scope = new TensorScope();
        using var network = NetworkCatalogue.Create(new NetworkOptions("mobilenet_v2", 3, 32, 2, Width: 0.25));
        foreach (var (_, tensor) in network.NamedBuffers()) tensor.UniformInPlace(0.5, 1.5);
        network.Train(false);
        var input = Tensor.Randn([2, 3, 32, 32]);
        var expected = network.Forward(input);
        expected.Pow(2).Sum().Backward();
        var gradients = network.NamedParameters().ToDictionary(item => item.Name, item => item.Tensor.Gradient!.ToArray<float>());
        foreach (var (_, tensor) in network.NamedParameters()) tensor.Gradient = null;

        Freezing.FreezeBatchNorm(network);
        var folded = network.Forward(input);
        folded.Pow(2).Sum().Backward();
        AssertNear(expected.ToArray<float>(), folded.ToArray<float>(), "logits");
        foreach (var (name, tensor) in network.NamedParameters()) AssertNear(gradients[name], tensor.Gradient!.ToArray<float>(), name);
    }

    private static void AssertNear(float[] expected, float[] actual, string what)
    {
        var length = Math.Sqrt(expected.Sum(value => (double)value * value));
        var error = Math.Sqrt(expected.Zip(actual, (left, right) => (double)(left - right) * (left - right)).Sum());
        Assert.True(error <= (1e-3 * length) + 1e-7, $"{what} differs by {error:g3} of {length:g3}");
    }
}
