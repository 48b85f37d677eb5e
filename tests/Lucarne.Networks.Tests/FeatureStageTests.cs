using Lucarne.Torch;
using static Lucarne.Networks.Tests.Closeness;

namespace Lucarne.Networks.Tests;

public class FeatureStageTests
{
    [Theory]
    [InlineData("resnet18", 4)]
    [InlineData("resnet50", 4)]
    [InlineData("vgg16_bn", 6)]
    [InlineData("densenet121", 5)]
    [InlineData("mobilenet_v2", 5)]
    [InlineData("efficientnet_b0", 5)]
    [InlineData("sequential", 5)]
    public void Stages_are_the_maps_of_every_size_and_end_with_the_features(string name, int sizes)
    {
        Runtime.Seed(8);
        using var scope = new TensorScope();
        using var still = new NoGradient();
        using var network = NetworkCatalogue.Create(new NetworkOptions(name, 3, 64, 4, Head: name == "vgg16_bn" ? [] : null));
        network.Train(false);
        var input = Tensor.Randn([2, 3, 64, 64]);
        var before = input.ToArray<float>();
        var stages = network.FeatureStages(input);
        Assert.Equal(sizes, stages.Count);
        Assert.All(stages.Zip(stages.Skip(1)), pair => Assert.True(pair.First.Shape[2] > pair.Second.Shape[2]));
        AssertClose(network.Features(input).ToArray<float>(), stages[^1].ToArray<float>(), 1e-6, "the last stage");
        Assert.Equal(before, input.ToArray<float>());
    }
}
