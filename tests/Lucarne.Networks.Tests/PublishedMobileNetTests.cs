using Lucarne.Networks.Tests.Oracle;
using Lucarne.Networks.Weights;
using Lucarne.Torch;
using Lucarne.Torch.Modules;
using static Lucarne.Networks.Tests.Closeness;

namespace Lucarne.Networks.Tests;

/// <summary>
/// The ImageNet MobileNetV2 that lies outside the repository, in the folder LUCARNE_SHARED or ../shared beside it. The pictures behind
/// its table's accuracies on ImageNet are not there; what its features are, torchvision says here for both paddings.
/// </summary>
public class PublishedMobileNetTests
{
    [SkippableFact]
    public void The_file_says_how_it_was_trained_and_the_network_obeys()
    {
        using var weights = WeightFile.Read(Weights());
        using var network = NetworkCatalogue.Create(new NetworkOptions("mobilenet_v2", 3, 224, 4));
        var facts = Transfer.Load(network, weights);
        Assert.Equal("caf6ad38c4e3c2ed672d5bf61fba0cd78c618b70490ca59a90664dae5a25b028", facts.Sha256);
        Assert.Equal(262, weights.Tensors.Count);
        Assert.Equal([0.5, 0.5, 0.5], facts.Normalisation!.Mean);
        Assert.Equal([0.5, 0.5, 0.5], facts.Normalisation.Deviation);
        Assert.True(facts.FoldedBatchNorm);
        Assert.Equal(PaddingStyle.TensorFlow, facts.Padding);
        Assert.Equal(["classifier.1.bias", "classifier.1.weight"], facts.ReplacedHead.Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public void Features_and_logits_are_torchvisions_with_either_padding()
    {
        var path = Weights();
        var folder = Directory.CreateTempSubdirectory("lucarne-mobilenet-").FullName;
        try
        {
            var asked = Path.Combine(folder, "features.pth");
            Skip.IfNot(TorchvisionOracle.Ask("features", path, asked), "python3-torchvision is not installed");
            using var scope = new TensorScope();
            using var still = new NoGradient();
            using var expected = WeightFile.Read(asked);
            using var weights = WeightFile.Read(path);
            using var network = NetworkCatalogue.Create(new NetworkOptions("mobilenet_v2", 3, 224, 1000));
            Assert.Empty(Transfer.Load(network, weights).ReplacedHead);
            network.Train(false);
            foreach (var style in new[] { PaddingStyle.TensorFlow, PaddingStyle.Symmetric })
            {
                foreach (var convolution in network.Modules().Select(named => named.Module).OfType<Conv2d>().Where(convolution => convolution.Stride == 2))
                    convolution.PaddingStyle = style;
                var name = style == PaddingStyle.TensorFlow ? "tensorflow" : "symmetric";
                var embedding = network.Embed(expected.Tensors["input"]);
                AssertClose(expected.Tensors[name + ".features"].ToArray<float>(), embedding.ToArray<float>(), 1e-4, name + " features");
                AssertClose(expected.Tensors[name + ".logits"].ToArray<float>(), network.Classify(embedding).ToArray<float>(), 1e-4, name + " logits");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Weights()
    {
        var path = Shared.Find("weights/mobilenet_v2_imagenet.safetensors");
        Skip.If(path is null, "shared/weights is absent; set LUCARNE_SHARED to the folder that holds it");
        return path!;
    }
}
