using Lucarne.Networks.Tests.Oracle;
using Lucarne.Networks.Weights;
using Lucarne.Torch;
using Lucarne.Torch.Modules;
using static Lucarne.Networks.Tests.Closeness;

namespace Lucarne.Networks.Tests;

public class TorchvisionAgreementTests(TorchvisionOracle oracle) : IClassFixture<TorchvisionOracle>
{
    [SkippableTheory]
    [InlineData("resnet18", "zip")]
    [InlineData("resnet18", "legacy")]
    [InlineData("resnet50", "zip")]
    [InlineData("densenet121", "zip")]
    [InlineData("mobilenet_v2", "zip")]
    [InlineData("mobilenet_v2", "legacy")]
    [InlineData("efficientnet_b0", "zip")]
    public void Weights_saved_by_torchvision_give_its_logits_its_running_figures_and_its_gradients(string name, string format)
    {
        Skip.IfNot(oracle.HasNetworks(), "python3-torchvision is not installed; the stored reference figures are checked instead");

        using var scope = new TensorScope();
        using var network = NetworkCatalogue.Create(new NetworkOptions(name, 3, 64, 5));
        using var weights = WeightFile.Read(oracle.PathOf($"{name}.{format}.pth"));
        var facts = Transfer.Load(network, weights);
        Assert.Empty(facts.ReplacedHead);
        Assert.Empty(facts.Unused);
        Assert.Equal(network.State().Count(), facts.Loaded);

        using var expected = WeightFile.Read(oracle.PathOf($"{name}.expected.pth"));
        var input = expected.Tensors["input"];
        network.Train(false);
        using (new NoGradient()) AssertClose(Of(expected, "eval"), network.Forward(input).ToArray<float>(), 1e-4, "logits in prediction");

        // In double precision, as the oracle: float32 would leave parts in a hundred of a gradient to the order of its sums.
        network.Convert(ScalarType.Float64);

        // Dropout and stochastic depth stay off, as in the oracle: only the batch norms train.
        foreach (var (_, module) in network.Modules().Where(named => named.Module is BatchNorm2d)) module.Train();
        var logits = network.Forward(input.To(ScalarType.Float64));
        AssertClose(Of(expected, "train"), Single(logits), 1e-6, "logits in training");
        logits.CrossEntropy(Tensor.From<long>([1, 4], 2)).Backward();
        foreach (var (buffer, tensor) in network.NamedBuffers()) AssertClose(Of(expected, "buffer." + buffer), Single(tensor), 1e-6, buffer);
        foreach (var (parameter, tensor) in network.NamedParameters()) AssertGradient(expected.Tensors["gradient." + parameter], tensor.Gradient!, parameter);
    }

    private static float[] Single(Tensor tensor) => tensor.To(ScalarType.Float32).ToArray<float>();

    private static float[] Of(WeightFile file, string name) => file.Tensors[name].ToArray<float>();

    /// <summary>Relative to the gradient's length; the oracle's figures are rounded to float32.</summary>
    private static void AssertGradient(Tensor expected, Tensor actual, string parameter)
    {
        var error = (expected.To(ScalarType.Float64) - actual).Norm().Item();
        Assert.True(error <= (1e-6 * expected.Norm().Item()) + 1e-9, $"{parameter}: gradient differs by {error:g3} of {expected.Norm().Item():g3}");
    }
}
