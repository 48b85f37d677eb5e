using Lucarne.Torch;
using Lucarne.Torch.Modules;
using static Lucarne.Networks.Tests.Closeness;

namespace Lucarne.Networks.Tests;

public class FusionTests
{
    [Theory]
    [InlineData("resnet18")]
    [InlineData("resnet50")]
    [InlineData("vgg16_bn")]
    [InlineData("densenet121")]
    [InlineData("mobilenet_v2")]
    [InlineData("efficientnet_b0")]
    [InlineData("sequential")]
    public void Folding_batch_norms_into_convolutions_changes_no_logit(string name)
    {
        Runtime.Seed(5);
        using var scope = new TensorScope();
        using var still = new NoGradient();
        HeadLayer[]? small = name == "vgg16_bn" ? [] : null;
        using var network = NetworkCatalogue.Create(new NetworkOptions(name, 3, 64, 4, Head: small));
        network.Forward(Tensor.Randn([4, 3, 64, 64])); // running figures that are not their first ones
        foreach (var norm in network.Modules().Select(named => named.Module).OfType<BatchNorm2d>())
        {
            norm.Weight.UniformInPlace(0.5, 1.5);
            norm.Bias.UniformInPlace(-0.5, 0.5);
        }

        network.Train(false);
        var input = Tensor.Randn([2, 3, 64, 64]);
        var (before, features) = (network.Forward(input).ToArray<float>(), network.Features(input).ToArray<float>());
        network.Fuse();
        AssertClose(before, network.Forward(input).ToArray<float>(), 1e-4, "logits");
        AssertClose(features, network.Features(input).ToArray<float>(), 1e-4, "maps");
    }

    [Fact]
    public void A_fused_residual_network_has_no_batch_norm_left_and_refuses_training()
    {
        using var network = NetworkCatalogue.Create(new NetworkOptions("resnet18", 3, 64, 4));
        network.Fuse();
        Assert.All(network.Modules().Select(named => named.Module).OfType<BatchNorm2d>(), norm => Assert.True(norm.IsIdentity));
        Assert.Throws<InvalidOperationException>(() => network.Train());
    }
}
