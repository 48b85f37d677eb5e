using System.Globalization;
using System.Text.Json;
using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Weights;

/// <summary>What a file of weights says about the network that it was trained in; every fact must be obeyed.</summary>
internal static class WeightMetadata
{
    /// <summary><c>mean</c> and <c>std</c>, as JSON lists.</summary>
    internal static Normalisation? Normalisation(WeightFile file)
    {
        var mean = Numbers(file, "mean");
        var deviation = Numbers(file, "std");
        if (mean is null && deviation is null) return null;
        if (mean is null || deviation is null || mean.Length != deviation.Length || deviation.Any(value => value <= 0))
            throw new NetworkException($"{file.FileName}: its metadata must give 'mean' and 'std' together, as lists of the same length with positive deviations");
        return new Normalisation(mean, deviation);
    }

    /// <summary><c>batch_norm</c> begins with "folded".</summary>
    internal static bool HasFoldedBatchNorm(WeightFile file) => Text(file, "batch_norm").StartsWith("folded", StringComparison.OrdinalIgnoreCase);

    /// <summary><c>padding</c> names TensorFlow.</summary>
    internal static PaddingStyle Padding(WeightFile file) =>
        Text(file, "padding").Contains("TensorFlow", StringComparison.OrdinalIgnoreCase) ? PaddingStyle.TensorFlow : PaddingStyle.Symmetric;

    /// <summary><c>batch_norm_eps</c> must be the network's own: the folded variances were made for it.</summary>
    internal static void CheckEpsilon(WeightFile file, Classifier classifier)
    {
        var text = Text(file, "batch_norm_eps");
        if (text.Length == 0) return;
        var norm = classifier.Modules().Select(named => named.Module).OfType<BatchNorm2d>().FirstOrDefault();
        if (norm is null) return;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var epsilon) || Math.Abs(epsilon - norm.Epsilon) > 1e-12)
            throw new NetworkException($"{file.FileName}: its batch norms were made with ε = {text}, and those of {classifier.Options.Name} have {norm.Epsilon.ToString(CultureInfo.InvariantCulture)}; use weights made for this network");
    }

    private static string Text(WeightFile file, string key) => file.Metadata.TryGetValue(key, out var text) ? text : "";

    private static double[]? Numbers(WeightFile file, string key)
    {
        if (!file.Metadata.TryGetValue(key, out var text)) return null;
        try
        {
            return JsonSerializer.Deserialize<double[]>(text);
        }
        catch (JsonException)
        {
            throw new NetworkException($"{file.FileName}: its metadata '{key}' is '{text}', and a list of numbers is expected");
        }
    }
}
