namespace Lucarne.Networks.Weights;

/// <summary>Finds the file that a recipe's <c>network.weights</c> means.</summary>
public static class PretrainedWeights
{
    private static readonly string[] Endings = [".safetensors", ".pth", ".pt"];

    /// <summary>The path of the weights, or null where there are none: for <c>none</c>, and for <c>imagenet</c> that no folder holds.</summary>
    /// <param name="network">The network's name; <c>imagenet</c> looks for <c>NETWORK_imagenet.safetensors</c>, <c>.pth</c> or <c>.pt</c>.</param>
    /// <param name="spec"><c>imagenet</c>, <c>none</c> or a path.</param>
    /// <param name="searchFolders">Where to look, the first first.</param>
    /// <exception cref="NetworkException">A path leads to no file.</exception>
    public static string? Find(string network, string spec, IReadOnlyList<string> searchFolders)
    {
        if (spec.Length == 0 || spec == "none") return null;
        if (spec == "imagenet")
        {
            return searchFolders.SelectMany(folder => Endings.Select(ending => Path.Combine(folder, $"{network}_imagenet{ending}")))
                .FirstOrDefault(File.Exists);
        }

        return File.Exists(spec) ? spec : throw new NetworkException($"network.weights: there is no file {spec}; give the path of a .safetensors or .pth, imagenet or none");
    }
}
