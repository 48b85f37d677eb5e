using Lucarne.Networks.Weights;
using Lucarne.Torch;
using Lucarne.Torch.Modules;
using Lucarne.Torch.Safetensors;
using static Lucarne.Networks.Tests.Closeness;

namespace Lucarne.Networks.Tests;

public sealed class TransferTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lucarne-transfer-").FullName;
    private readonly TensorScope _scope = new();

    public void Dispose()
    {
        _scope.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_network_for_other_classes_takes_everything_but_the_head()
    {
        using var source = Make("mobilenet_v2", 10);
        using var target = Make("mobilenet_v2", 4, width: 0.25);
        var facts = Load(target, Save(source, "mobilenet_v2_imagenet.safetensors"));
        Assert.Equal(["classifier.1.bias", "classifier.1.weight"], facts.ReplacedHead.Order(StringComparer.Ordinal));
        Assert.Empty(facts.Unused);
        Assert.Equal("mobilenet_v2_imagenet.safetensors", facts.File);
        Assert.Equal(64, facts.Sha256.Length);
        var expected = source.State().ToDictionary(state => state.Name, state => state.Tensor);
        foreach (var (name, tensor) in target.State().Where(state => !target.IsHead(state.Name)))
            Assert.Equal(expected[name].ToArray<float>(), tensor.ToArray<float>());
    }

    [Fact]
    public void Half_precision_weights_arrive_as_single_precision()
    {
        using var source = Make("resnet18", 3);
        source.Convert(ScalarType.BFloat16);
        using var target = Make("resnet18", 3);
        Load(target, Save(source, "half.safetensors"));
        var pair = (Expected: source.NamedParameters().First().Tensor.ToArray<float>(), Found: target.NamedParameters().First().Tensor);
        Assert.Equal(ScalarType.Float32, pair.Found.Type);
        Assert.Equal(pair.Expected, pair.Found.ToArray<float>());
    }

    [Fact]
    public void On_grey_pictures_the_summed_weights_answer_as_three_equal_channels_do()
    {
        using var colour = Make("resnet18", 3);
        using var grey = NetworkCatalogue.Create(new NetworkOptions("resnet18", 1, 64, 3, 0.25));
        var facts = Load(grey, Save(colour, "colour.safetensors"));
        Assert.True(facts.GreyInput);
        colour.Train(false);
        grey.Train(false);
        using var still = new NoGradient();
        var picture = Tensor.Randn([2, 1, 64, 64]);
        AssertClose(colour.Forward(Tensor.Cat([picture, picture, picture], 1)).ToArray<float>(), grey.Forward(picture).ToArray<float>(), 1e-4);
    }

    [Fact]
    public void Weights_of_another_network_are_refused_with_the_tensor_that_does_not_fit()
    {
        using var source = Make("resnet18", 3);
        using var wider = Make("resnet18", 3, width: 0.5);
        var path = Save(source, "narrow.safetensors");
        var before = wider.NamedParameters().First().Tensor.ToArray<float>();
        Assert.Contains("'conv1.weight'", Assert.Throws<NetworkException>(() => Load(wider, path)).Message, StringComparison.Ordinal);
        Assert.Equal(before, wider.NamedParameters().First().Tensor.ToArray<float>());
        using var other = Make("mobilenet_v2", 3);
        Assert.Contains("narrow.safetensors", Assert.Throws<NetworkException>(() => Load(other, path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Old_names_of_DenseNet_are_read_as_torchvision_reads_them()
    {
        using var source = NetworkCatalogue.Create(new NetworkOptions("densenet121", 3, 64, 3));
        var path = Path.Combine(_folder, "old.safetensors");
        static string Old(string name) => System.Text.RegularExpressions.Regex.Replace(name, @"(denselayer\d+\.(?:norm|conv))([12])", "$1.$2");
        SafetensorsWriter.Write(path, source.State().Select(state => (Old(state.Name), state.Tensor)));
        using var target = NetworkCatalogue.Create(new NetworkOptions("densenet121", 3, 64, 3));
        Assert.Equal(source.State().Count(), Load(target, path).Loaded);
    }

    [Fact]
    public void What_the_metadata_says_is_obeyed()
    {
        using var source = Make("mobilenet_v2", 3);
        var path = Save(source, "tensorflow.safetensors", new()
        {
            ["mean"] = "[0.5, 0.5, 0.5]",
            ["std"] = "[0.25, 0.5, 0.5]",
            ["batch_norm"] = "folded: keep in eval mode",
            ["batch_norm_eps"] = "1e-05",
            ["padding"] = "trained with TensorFlow SAME",
        });
        using var target = Make("mobilenet_v2", 3);
        var facts = Load(target, path);
        Assert.Equal([0.25, 0.5, 0.5], facts.Normalisation!.Deviation);
        Assert.True(facts.FoldedBatchNorm);
        Assert.All(target.Modules().Select(named => named.Module).OfType<BatchNorm2d>(), norm => Assert.True(norm.Frozen));
        var convolutions = target.Modules().Select(named => named.Module).OfType<Conv2d>().ToList();
        Assert.Equal(5, convolutions.Count(convolution => convolution.PaddingStyle == PaddingStyle.TensorFlow));
        Assert.All(convolutions, convolution => Assert.Equal(convolution.Stride == 2, convolution.PaddingStyle == PaddingStyle.TensorFlow));

        var wrong = Save(source, "epsilon.safetensors", new() { ["batch_norm_eps"] = "0.001" });
        Assert.Contains("0.001", Assert.Throws<NetworkException>(() => Load(target, wrong)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_frozen_prefix_neither_moves_nor_gathers_gradients_and_the_rest_does()
    {
        using var network = Make("resnet18", 3);
        var frozen = Freezing.Freeze(network, ["conv1", "bn1", "layer1"]).ToHashSet();
        Assert.All(frozen, name => Assert.Matches("^(conv1|bn1|layer1)[.]", name));
        var before = network.NamedBuffers().ToDictionary(buffer => buffer.Name, buffer => buffer.Tensor.ToArray<float>());
        network.Forward(Tensor.Randn([4, 3, 64, 64])).CrossEntropy(Tensor.From<long>([0, 1, 2, 0], 4)).Backward();
        foreach (var (name, tensor) in network.NamedParameters()) Assert.Equal(!frozen.Contains(name), tensor.Gradient is not null);
        foreach (var (name, tensor) in network.NamedBuffers())
            Assert.Equal(name.StartsWith("bn1", StringComparison.Ordinal) || name.StartsWith("layer1", StringComparison.Ordinal), before[name].SequenceEqual(tensor.ToArray<float>()));
        Assert.Contains("layer9", Assert.Throws<NetworkException>(() => Freezing.Freeze(network, ["layer9"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 20)]
    [InlineData(1, 40)]
    public void A_frozen_fraction_counts_layers_from_the_input_and_leaves_the_head(double fraction, int layers)
    {
        // ResNet-18 before its head: 20 convolutions and 20 batch norms.
        using var network = Make("resnet18", 3);
        var frozen = Freezing.Freeze(network, fraction);
        Assert.Equal(layers, frozen.Select(name => name[..name.LastIndexOf('.')]).Distinct().Count());
        Assert.DoesNotContain(frozen, network.IsHead);
        Assert.All(network.NamedParameters(), parameter => Assert.Equal(!frozen.Contains(parameter.Name), parameter.Tensor.RequiresGrad));
    }

    [Fact]
    public void Imagenet_means_the_first_file_of_the_networks_name_in_the_folders()
    {
        var (first, second) = (Directory.CreateDirectory(Path.Combine(_folder, "a")).FullName, Directory.CreateDirectory(Path.Combine(_folder, "b")).FullName);
        File.WriteAllText(Path.Combine(second, "resnet18_imagenet.safetensors"), "");
        Assert.Equal(Path.Combine(second, "resnet18_imagenet.safetensors"), PretrainedWeights.Find("resnet18", "imagenet", [first, second]));
        File.WriteAllText(Path.Combine(first, "resnet18_imagenet.pth"), "");
        Assert.Equal(Path.Combine(first, "resnet18_imagenet.pth"), PretrainedWeights.Find("resnet18", "imagenet", [first, second]));
        Assert.Null(PretrainedWeights.Find("resnet34", "imagenet", [first, second]));
        Assert.Null(PretrainedWeights.Find("resnet18", "none", [first]));
        Assert.Contains("absent.pth", Assert.Throws<NetworkException>(() => PretrainedWeights.Find("resnet18", "absent.pth", [])).Message, StringComparison.Ordinal);
    }

    private static Classifier Make(string name, int outputs, double width = 0.25) => NetworkCatalogue.Create(new NetworkOptions(name, 3, 64, outputs, width));

    private static WeightFacts Load(Classifier network, string path)
    {
        using var file = WeightFile.Read(path);
        return Transfer.Load(network, file);
    }

    private string Save(Classifier network, string name, Dictionary<string, string>? metadata = null)
    {
        var path = Path.Combine(_folder, name);
        SafetensorsWriter.Write(path, network.State(), metadata);
        return path;
    }
}
