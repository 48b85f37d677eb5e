using System.Text.RegularExpressions;
using Lucarne.Torch;
using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Weights;

/// <summary>Transfer learning: weights trained elsewhere become a network's first ones.</summary>
public static partial class Transfer
{
    /// <summary>
    /// Copies a file's weights into a network and obeys what its metadata says of batch norm and padding. A layer of the head that the
    /// file lacks, or has in another shape, keeps its fresh values; anything else must fit.
    /// </summary>
    /// <exception cref="NetworkException">A tensor outside the head is missing or of another shape: the file is of another network.</exception>
    public static WeightFacts Load(Classifier classifier, WeightFile file)
    {
        using var still = new NoGradient();
        using var scope = new TensorScope();
        var given = Renamed(file);
        var own = classifier.State().ToDictionary(state => state.Name, state => state.Tensor, StringComparer.Ordinal);
        var replaced = Replaced(classifier, own, given);
        var grey = GreyInput(classifier, given);
        if (grey.Weight is not null) given[grey.Name] = grey.Weight;
        WeightMetadata.CheckEpsilon(file, classifier);
        foreach (var (name, tensor) in own.Where(state => !replaced.Contains(state.Key))) CheckFits(classifier, file, given, name, tensor);
        foreach (var (name, tensor) in own.Where(state => !replaced.Contains(state.Key))) tensor.CopyInPlace(given[name]);
        var (folded, padding) = (WeightMetadata.HasFoldedBatchNorm(file), WeightMetadata.Padding(file));
        if (folded) Freezing.FreezeBatchNorm(classifier);
        if (padding == PaddingStyle.TensorFlow) PadLikeTensorFlow(classifier);
        return new WeightFacts(
            file.FileName, file.Sha256(), own.Count - replaced.Count, [.. replaced], Unused(classifier, own, given),
            WeightMetadata.Normalisation(file), folded, padding, grey.Weight is not null);
    }

    /// <summary>
    /// The file's tensors under today's names: torchvision's public DenseNets are older than its ban on dots inside names
    /// (<c>denselayer1.norm.1</c> is now <c>denselayer1.norm1</c>), and it maps them when loading, too.
    /// </summary>
    private static Dictionary<string, Tensor> Renamed(WeightFile file) =>
        file.Tensors.ToDictionary(pair => OldDenseName().Replace(pair.Key, "$1$2"), pair => pair.Value, StringComparer.Ordinal);

    [GeneratedRegex(@"^(.*denselayer\d+\.(?:norm|relu|conv))\.([12]\.(?:weight|bias|running_mean|running_var|num_batches_tracked))$")]
    private static partial Regex OldDenseName();

    /// <summary>The tensors of those layers of the head that the file does not fill whole.</summary>
    private static HashSet<string> Replaced(Classifier classifier, Dictionary<string, Tensor> own, Dictionary<string, Tensor> given)
    {
        static string Layer(string name) => name[..name.LastIndexOf('.')];
        var head = own.Where(state => classifier.IsHead(state.Key)).ToList();
        var layers = head.Where(state => !given.TryGetValue(state.Key, out var tensor) || !tensor.Shape.SequenceEqual(state.Value.Shape))
            .Select(state => Layer(state.Key)).ToHashSet(StringComparer.Ordinal);
        return head.Select(state => state.Key).Where(name => layers.Contains(Layer(name))).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>
    /// For grey pictures, the first convolution's weights [K, 3, k, k] summed to [K, 1, k, k]: the same answer as three equal channels.
    /// </summary>
    private static (string Name, Tensor? Weight) GreyInput(Classifier classifier, Dictionary<string, Tensor> given)
    {
        var (name, first) = classifier.Modules().First(named => named.Module is Conv2d);
        var parameter = name + ".weight";
        if (((Conv2d)first).Weight.Shape[1] != 1 || !given.TryGetValue(parameter, out var weight) || weight.Dimensions != 4 || weight.Shape[1] != 3)
            return (parameter, null);
        return (parameter, weight.To(ScalarType.Float32).Sum([1], keep: true));
    }

    private static void CheckFits(Classifier classifier, WeightFile file, Dictionary<string, Tensor> given, string name, Tensor own)
    {
        var network = classifier.Options.Name;
        if (!given.TryGetValue(name, out var tensor))
            throw new NetworkException($"{file.FileName}: there is no '{name}' in it, which {network} needs; give a file that was saved from {network}");
        if (!tensor.Shape.SequenceEqual(own.Shape))
        {
            throw new NetworkException(
                $"{file.FileName}: '{name}' has the shape [{string.Join(", ", tensor.Shape)}] and {network} needs [{string.Join(", ", own.Shape)}]; give a file that was saved from the same network and width");
        }
    }

    private static List<string> Unused(Classifier classifier, Dictionary<string, Tensor> own, Dictionary<string, Tensor> given) =>
        [.. given.Keys.Where(name => !own.ContainsKey(name) && !classifier.IsHead(name) && !name.EndsWith(".num_batches_tracked", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static void PadLikeTensorFlow(Classifier classifier)
    {
        foreach (var (_, module) in classifier.Modules())
        {
            if (module is Conv2d { Stride: 2 } convolution) convolution.PaddingStyle = PaddingStyle.TensorFlow;
        }
    }
}
