using System.Text.Json;
using Lucarne.Networks.Tests.Oracle;
using Lucarne.Networks.Weights;
using Lucarne.Torch;
using Lucarne.Torch.Modules;
using Lucarne.Torch.Safetensors;
using Xunit.Abstractions;

namespace Lucarne.Networks.Tests;

/// <summary>
/// WEIGHTS.md, "As a feature extractor": logistic regression on 1280 features of brain MRI. The table was made from 228 distinct files;
/// shared/data holds part of them, so its figures are met within sampling (± 4.5 points of accuracy, ± 0.04 of AUC), not to the digit.
/// </summary>
public sealed class PublishedFeatureTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lucarne-features-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void Features_of_the_published_weights_tell_tumours_as_well_as_their_table_says()
    {
        var (path, data) = (Shared.Find("weights/mobilenet_v2_imagenet.safetensors"), Shared.Find("data/brain-mri"));
        Skip.If(path is null || data is null, "shared/weights or shared/data is absent; set LUCARNE_SHARED to the folder that holds them");
        var (pictures, features, figures) = (In("pictures.pth"), In("features.safetensors"), In("figures.json"));
        Skip.IfNot(TorchvisionOracle.Ask("pictures", data!, pictures), "python3-torchvision is not installed");

        using (var scope = new TensorScope())
        {
            using var set = WeightFile.Read(pictures);
            using var network = NetworkCatalogue.Create(new NetworkOptions("mobilenet_v2", 3, 224, 1000));
            Runtime.Seed(1);
            using var fresh = NetworkCatalogue.Create(new NetworkOptions("mobilenet_v2", 3, 224, 1000));
            using var weights = WeightFile.Read(path!);
            var normalisation = Transfer.Load(network, weights).Normalisation!;
            var tensorflow = Embed(network, set.Tensors["pixels"], normalisation);
            foreach (var convolution in network.Modules().Select(named => named.Module).OfType<Conv2d>()) convolution.PaddingStyle = PaddingStyle.Symmetric;
            var symmetric = Embed(network, set.Tensors["pixels"], normalisation);
            var random = Embed(fresh, set.Tensors["pixels"], normalisation);
            var labels = set.Tensors["labels"].To(ScalarType.Float32);
            SafetensorsWriter.Write(features, [("tensorflow", tensorflow), ("symmetric", symmetric), ("random", random), ("labels", labels)]);
        }

        Assert.True(TorchvisionOracle.Ask("judge", features, figures));
        output.WriteLine(File.ReadAllText(figures));
        using var judged = JsonDocument.Parse(File.ReadAllText(figures));
        double Figure(string network, string name) => judged.RootElement.GetProperty(network).GetProperty(name).GetDouble();
        Assert.InRange(Figure("symmetric", "accuracy"), 0.857 - 0.045, 0.857 + 0.045);
        Assert.InRange(Figure("symmetric", "auc"), 0.947 - 0.04, 0.947 + 0.04);
        Assert.InRange(Figure("tensorflow", "accuracy"), 0.877 - 0.045, 0.877 + 0.045);
        Assert.InRange(Figure("tensorflow", "auc"), 0.930 - 0.04, 0.930 + 0.04);
        Assert.True(Figure("random", "auc") < Figure("tensorflow", "auc") - 0.04, "fresh weights tell as much as the published ones");
    }

    private static Tensor Embed(Classifier network, Tensor pixels, Normalisation normalisation)
    {
        network.Train(false);
        using var still = new NoGradient();
        using var scope = new TensorScope();
        var parts = new List<Tensor>();
        for (long start = 0, all = pixels.Shape[0]; start < all; start += 16)
        {
            using var batch = new TensorScope();
            var input = pixels.Narrow(0, start, Math.Min(16, all - start)).To(ScalarType.Float32) * (1 / 255.0);
            parts.Add(batch.Keep(network.Embed((input + -normalisation.Mean[0]) * (1 / normalisation.Deviation[0]))));
        }

        return scope.Keep(Tensor.Cat([.. parts]));
    }

    private string In(string file) => Path.Combine(_folder, file);
}
