using Lucarne.Learning.Predict;
using Lucarne.Learning.Train;
using Lucarne.Torch;

namespace Lucarne.Learning.Tests.Train;

public class AveragedWeightsTests
{
    [Fact]
    public void The_average_follows_fast_at_first_and_then_by_its_decay()
    {
        using var scope = new TensorScope();
        using var network = NetworkBuilder.Create(TinyRecipe.Make(), new NetworkFacts(["a", "b", "c", "d"]));
        var (name, live) = network.NamedParameters().First();
        Set(live, 1);
        using var average = new AveragedWeights(network, 0.9);

        // Step 0 keeps (1 + 0) / (10 + 0) = 0.1 of the average: 0.1 · 1 + 0.9 · 2 = 1.9.
        Set(live, 2);
        average.Follow(0);
        Assert.Equal(1.9, First(average, name), 1e-6);

        // Step 1000 would keep 1001 / 1010, which is more than the decay: 0.9 · 1.9 + 0.1 · 3 = 2.01.
        Set(live, 3);
        average.Follow(1000);
        Assert.Equal(2.01, First(average, name), 1e-6);
    }

    [Fact]
    public void A_swap_shows_the_average_and_a_second_puts_everything_back_to_the_bit()
    {
        using var scope = new TensorScope();
        using var network = NetworkBuilder.Create(TinyRecipe.Make("network.name=resnet18", "network.width=0.125"), new NetworkFacts(["a", "b", "c", "d"]));
        using var average = new AveragedWeights(network, 0.5);
        using (new NoGradient())
        {
            foreach (var (_, tensor) in network.State()) tensor.UniformInPlace(0, 1);
        }

        average.Follow(100);
        var (live, averaged) = (Values(network.State()), Values(average.State));
        average.Swap();
        Assert.Equal(averaged, Values(network.State()));
        average.Swap();
        Assert.Equal(live, Values(network.State()));
        Assert.Equal(averaged, Values(average.State));
    }

    private static void Set(Tensor tensor, double value)
    {
        using var still = new NoGradient();
        tensor.FillInPlace(value);
    }

    private static double First(AveragedWeights average, string name) => average.State.Single(item => item.Name == name).Tensor.ToArray<float>()[0];

    private static float[][] Values(IEnumerable<(string Name, Tensor Tensor)> state) => [.. state.Select(item => item.Tensor.ToArray<float>())];
}
