using Lucarne.Torch;

namespace Lucarne.Networks.Tests;

public class ArchitectureTests
{
    [Theory]
    [InlineData("resnet18", 11_689_512)]
    [InlineData("resnet34", 21_797_672)]
    [InlineData("resnet50", 25_557_032)]
    [InlineData("vgg16_bn", 138_365_992)]
    [InlineData("densenet121", 7_978_856)]
    [InlineData("mobilenet_v2", 3_504_872)]
    [InlineData("efficientnet_b0", 5_288_548)]
    public void A_network_has_as_many_parameters_as_torchvision_publishes(string name, long published)
    {
        using var network = NetworkCatalogue.Create(new NetworkOptions(name, 3, 224, 1000));
        Assert.Equal(published, network.ParameterCount());
    }

    [Fact]
    public void The_sequential_network_has_the_parameters_that_its_shape_says()
    {
        // 4×4 convolutions 3→128→64→32→16 with biases; 128 pixels halved four times: 8×8×16 values → 64 → 1.
        const long expected = (128 * 3 * 16) + 128 + (64 * 128 * 16) + 64 + (32 * 64 * 16) + 32 + (16 * 32 * 16) + 16
            + (64 * 16 * 8 * 8) + 64 + 64 + 1;
        using var network = NetworkCatalogue.Create(new NetworkOptions("sequential", 3, 128, 1));
        Assert.Equal(expected, network.ParameterCount());
    }

    [Theory]
    [InlineData("resnet18", 3, 64, 4, 512, 512, 2)]
    [InlineData("resnet34", 1, 96, 2, 512, 512, 3)]
    [InlineData("resnet50", 3, 64, 7, 2048, 2048, 2)]
    [InlineData("densenet121", 3, 64, 4, 1024, 1024, 2)]
    [InlineData("mobilenet_v2", 1, 65, 4, 1280, 1280, 3)]
    [InlineData("efficientnet_b0", 3, 64, 4, 1280, 1280, 2)]
    [InlineData("sequential", 1, 128, 1, 1024, 16, 8)]
    public void A_network_gives_maps_a_vector_and_logits_of_its_shape(string name, int channels, int size, int outputs, int embedding, int maps, int height)
    {
        using var scope = new TensorScope();
        using var network = NetworkCatalogue.Create(new NetworkOptions(name, channels, size, outputs));
        network.Train(false);
        using var still = new NoGradient();
        var input = Tensor.Randn([2, channels, size, size]);
        Assert.Equal([2, maps, height, height], network.Features(input).Shape);
        var vector = network.Embed(input);
        Assert.Equal(embedding, network.EmbeddingSize);
        Assert.Equal([2, embedding], vector.Shape);
        Assert.Equal([2, outputs], network.Classify(vector).Shape);
        Assert.Equal(network.Forward(input).ToArray<float>(), network.Classify(vector).ToArray<float>());
    }

    [Fact]
    public void Without_padding_the_sequential_network_loses_three_pixels_a_convolution()
    {
        // 128 → 125 → 62 → 59 → 29 → 26 → 13 → 10 → 5
        var options = new NetworkOptions("sequential", 3, 128, 3, Sequential: new SequentialOptions(Padding: SequentialPadding.Valid, Dropout: 0.3));
        using var network = NetworkCatalogue.Create(options);
        Assert.Equal(16 * 5 * 5, network.EmbeddingSize);
        Assert.Equal(["0", "1", "2", "3"], network.Modules().Single(named => named.Name == "classifier").Module.Children.Select(child => child.Name));
    }

    [Theory]
    [InlineData("resnet18", "fc")]
    [InlineData("mobilenet_v2", "classifier")]
    [InlineData("vgg16_bn", "classifier")]
    public void A_head_of_the_recipe_takes_the_place_of_the_published_one(string name, string prefix)
    {
        HeadLayer[] head = [new HeadLayer.Dropout(0.5), new HeadLayer.Linear(512), new HeadLayer.Relu(), new HeadLayer.Dropout(0.3)];
        using var network = NetworkCatalogue.Create(new NetworkOptions(name, 3, 64, 4, Head: head));
        var heads = network.NamedParameters().Where(parameter => network.IsHead(parameter.Name)).ToDictionary(p => p.Name, p => p.Tensor.Shape);
        Assert.Equal([$"{prefix}.1.weight", $"{prefix}.1.bias", $"{prefix}.4.weight", $"{prefix}.4.bias"], heads.Keys);
        Assert.Equal([512, network.EmbeddingSize], heads[$"{prefix}.1.weight"]);
        Assert.Equal([4, 512], heads[$"{prefix}.4.weight"]);
    }

    [Theory]
    [InlineData("resnet18", 1, false)]
    [InlineData("resnet18", 0.25, true)]
    [InlineData("resnet50", 0.5, false)]
    [InlineData("densenet121", 1, false)]
    [InlineData("mobilenet_v2", 0.5, false)]
    [InlineData("efficientnet_b0", 1, false)]
    [InlineData("sequential", 1, false)]
    public void Gradients_reach_every_parameter(string name, double width, bool smallStem)
    {
        Runtime.Seed(3);
        using var scope = new TensorScope();
        using var network = NetworkCatalogue.Create(new NetworkOptions(name, 3, 64, 4, width, SmallStem: smallStem));
        network.Forward(Tensor.Randn([4, 3, 64, 64])).CrossEntropy(Tensor.From<long>([0, 1, 2, 3], 4)).Backward();
        foreach (var (parameter, tensor) in network.NamedParameters())
            Assert.True(tensor.Gradient is { } gradient && gradient.Norm().Item() > 0, $"{parameter} has no gradient");
    }

    [Theory]
    [InlineData("resnet99", 1, 0, "resnet99")]
    [InlineData("densenet121", 0.5, 0, "width")]
    [InlineData("resnet18", 1, 3, "head")]
    public void An_option_that_does_not_fit_is_refused_in_a_sentence(string name, double width, int lastLayer, string named)
    {
        HeadLayer[]? head = lastLayer == 0 ? null : [new HeadLayer.Linear(lastLayer)];
        var error = Assert.Throws<NetworkException>(() => NetworkCatalogue.Create(new NetworkOptions(name, 3, 64, 4, width, head)));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prediction_with_every_network_leaves_no_tensor_behind_even_without_a_scope()
    {
        foreach (var name in NetworkCatalogue.Names.Where(name => name != "vgg16_bn"))
        {
            using var network = NetworkCatalogue.Create(new NetworkOptions(name, 3, 64, 4));
            network.Train(false);
            using var still = new NoGradient();
            using var input = Tensor.Randn([1, 3, 64, 64]);
            network.Forward(input).Dispose();
            var before = Runtime.LiveTensors;
            network.Forward(input).Dispose();
            Assert.Equal(before, Runtime.LiveTensors);
        }
    }
}
