using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lucarne.Torch;
using Lucarne.Torch.Modules;
using static Lucarne.Networks.Tests.Closeness;

namespace Lucarne.Networks.Tests;

/// <summary>
/// Against figures that torchvision computed once (Oracle/reference.json names its version; Oracle/torchvision_oracle.py makes it anew),
/// for weights that a formula gives on both sides.
/// </summary>
public class ReferenceTests
{
    private static readonly JsonElement Reference =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Oracle", "reference.json"))).RootElement;

    public static TheoryData<string> Published => [.. NetworkCatalogue.Names.Where(name => name != "sequential")];

    [Theory]
    [MemberData(nameof(Published))]
    public void Names_shapes_and_logits_are_torchvisions(string name)
    {
        using var scope = new TensorScope();
        using var still = new NoGradient();
        using (var published = NetworkCatalogue.Create(new NetworkOptions(name, 3, 224, 1000)))
            Assert.Equal(Reference.GetProperty("layout").GetProperty(name).GetString(), Layout(published));

        using var network = NetworkCatalogue.Create(new NetworkOptions(name, 3, 64, 5));
        Fill(network);
        var picture = Tensor.From<float>(Pattern(1000, 2 * 3 * 64 * 64).Select(value => (float)value).ToArray(), 2, 3, 64, 64);
        var expected = Reference.GetProperty("logits").GetProperty(name);
        network.Train(false);
        AssertClose(expected.GetProperty("eval").Deserialize<float[]>()!, network.Forward(picture).ToArray<float>(), 1e-4, "logits in prediction");
        foreach (var (_, module) in network.Modules().Where(named => named.Module is BatchNorm2d)) module.Train();
        AssertClose(expected.GetProperty("train").Deserialize<float[]>()!, network.Forward(picture).ToArray<float>(), 1e-4, "logits in training");
    }

    private static string Layout(Classifier network)
    {
        var lines = network.State().OrderBy(state => state.Name, StringComparer.Ordinal).Select(state => $"{state.Name} [{string.Join(", ", state.Tensor.Shape)}]");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }

    private static void Fill(Classifier network)
    {
        foreach (var ((name, tensor), index) in network.State().OrderBy(state => state.Name, StringComparer.Ordinal).Select((state, index) => (state, index)))
        {
            var isFactor = name.EndsWith("running_var", StringComparison.Ordinal) || name.EndsWith("weight", StringComparison.Ordinal);
            var (offset, scale) = tensor.Dimensions > 1 ? (0.0, Math.Sqrt(6.0 * tensor.Shape[0] / tensor.Elements)) : isFactor ? (1, 0.25) : (0, 0.1);
            var data = tensor.Data<float>();
            var i = 0;
            foreach (var value in Pattern(index, (int)tensor.Elements)) data[i++] = (float)(offset + (scale * value));
        }
    }

    private static IEnumerable<double> Pattern(int index, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var h = unchecked((uint)i + (uint)(index * 0x9E3779B9L));
            h = unchecked((h ^ (h >> 16)) * 0x85EBCA6B);
            h = unchecked((h ^ (h >> 13)) * 0xC2B2AE35);
            yield return ((h ^ (h >> 16)) / 2147483648.0) - 1;
        }
    }
}
