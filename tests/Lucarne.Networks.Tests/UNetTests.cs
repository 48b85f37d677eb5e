using Lucarne.Networks.Architectures;
using Lucarne.Networks.Tests.Oracle;
using Lucarne.Networks.Weights;
using Lucarne.Torch;
using static Lucarne.Networks.Tests.Closeness;

namespace Lucarne.Networks.Tests;

public class UNetTests(TorchvisionOracle oracle) : IClassFixture<TorchvisionOracle>
{
    [Fact]
    public void The_original_has_exactly_31_036_936_parameters()
    {
        // 3×3 pairs without bias and their norms, 2×2 transposed convolutions with bias, a 1×1 head with bias.
        long Pair(long inputs, long outputs) => (9 * inputs * outputs) + (9 * outputs * outputs) + (4 * outputs);
        long[] c = [64, 128, 256, 512, 1024];
        var expected = Pair(1, 64) + (64 * 8) + 8;
        for (var i = 0; i < 4; i++) expected += Pair(c[i], c[i + 1]) + (4 * c[i + 1] * c[i]) + c[i] + Pair(2 * c[i], c[i]);
        Assert.Equal(31_036_936, expected);
        using var network = new UNet(1, 8, 64);
        Assert.Equal(expected, network.ParameterCount());
    }

    [SkippableFact]
    public void The_same_weights_give_PyTorchs_logits_running_figures_and_gradients()
    {
        Skip.IfNot(oracle.HasUNet(6), "python3-torch is not installed");
        Runtime.Threads = 1;
        using var scope = new TensorScope();
        using var network = Loaded();
        using var expected = WeightFile.Read(oracle.PathOf("expected.pth"));
        var input = expected.Tensors["input"];
        network.Train(false);
        using (new NoGradient()) AssertClose(Of(expected, "eval"), network.Forward(input).ToArray<float>(), 1e-4, "logits in prediction");

        network.Train();
        var logits = network.Forward(input);
        AssertClose(Of(expected, "train"), logits.ToArray<float>(), 1e-4, "logits in training");
        logits.CrossEntropy(expected.Tensors["truth"]).Backward();
        foreach (var (buffer, tensor) in network.NamedBuffers()) AssertClose(Of(expected, "buffer." + buffer), tensor.ToArray<float>(), 1e-4, buffer);
        foreach (var (parameter, tensor) in network.NamedParameters())
        {
            var truth = expected.Tensors["gradient." + parameter];
            var error = (truth - tensor.Gradient!).Norm().Item();
            Assert.True(error <= (5e-3 * truth.Norm().Item()) + 1e-6, $"{parameter}: gradient differs by {error:g3}");
        }
    }

    [SkippableFact]
    public void Folding_the_norms_or_laying_channels_last_changes_no_logit_beyond_rounding()
    {
        Skip.IfNot(oracle.HasUNet(6), "python3-torch is not installed");
        using var scope = new TensorScope();
        using var still = new NoGradient();
        using var network = Loaded();
        using var expected = WeightFile.Read(oracle.PathOf("expected.pth"));
        network.Fuse();
        AssertClose(Of(expected, "eval"), network.Forward(expected.Tensors["input"]).ToArray<float>(), 1e-4, "folded");
        network.ChannelsLast();
        AssertClose(Of(expected, "eval"), network.Forward(expected.Tensors["input"].Contiguous(MemoryFormat.ChannelsLast)).ToArray<float>(), 1e-4, "channels last");
    }

    [Fact]
    public void A_U_Net_of_nothing_is_refused() =>
        Assert.Contains("cannot be; each is at least 1", Assert.Throws<NetworkException>(() => new UNet(1, 8, 0)).Message, StringComparison.Ordinal);

    private UNet Loaded()
    {
        var network = new UNet(1, 8, 6);
        using var weights = WeightFile.Read(oracle.PathOf("unet.pth"));
        using var still = new NoGradient();
        Assert.Equal(network.State().Select(item => item.Name).Order(StringComparer.Ordinal), weights.Tensors.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, tensor) in network.State()) tensor.CopyInPlace(weights.Tensors[name]);
        return network;
    }

    private static float[] Of(WeightFile file, string name) => file.Tensors[name].ToArray<float>();
}
