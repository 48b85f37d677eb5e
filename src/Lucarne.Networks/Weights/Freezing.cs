using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Weights;

/// <summary>Keeps parts of a network as they are while the rest is trained. A frozen part's batch norms keep their running figures, too.</summary>
public static class Freezing
{
    /// <summary>Freezes everything under some names, such as <c>conv1</c>, <c>bn1</c>, <c>layer1</c> or <c>features.3</c>.</summary>
    /// <returns>The names of the frozen parameters.</returns>
    /// <exception cref="NetworkException">There is nothing under a name.</exception>
    public static IReadOnlyList<string> Freeze(Classifier classifier, IReadOnlyList<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (!classifier.NamedParameters().Any(parameter => IsUnder(parameter.Name, prefix)))
                throw new NetworkException($"network.freeze: {classifier.Options.Name} has nothing under '{prefix}'; its parts are {string.Join(", ", classifier.Children.Select(child => child.Name))}");
        }

        return FreezeModules(classifier, name => prefixes.Any(prefix => IsUnder(name, prefix)));
    }

    /// <summary>Freezes the first layers before the head: 0 none, 1 all; a layer is one module with parameters of its own.</summary>
    /// <returns>The names of the frozen parameters.</returns>
    /// <exception cref="NetworkException">The fraction is not in [0, 1].</exception>
    public static IReadOnlyList<string> Freeze(Classifier classifier, double fraction)
    {
        if (fraction is not (>= 0 and <= 1)) throw new NetworkException($"network.freeze: {fraction} is not a fraction between 0 and 1");
        var layers = classifier.NamedParameters().Where(parameter => !classifier.IsHead(parameter.Name))
            .Select(parameter => parameter.Name[..parameter.Name.LastIndexOf('.')]).Distinct().ToList();
        var frozen = layers.Take((int)Math.Round(fraction * layers.Count)).ToHashSet(StringComparer.Ordinal);
        return FreezeModules(classifier, frozen.Contains);
    }

    /// <summary>Makes every batch norm use and keep its running figures in training; their weights and biases are still trained.</summary>
    public static void FreezeBatchNorm(Classifier classifier)
    {
        foreach (var (_, module) in classifier.Modules())
        {
            if (module is BatchNorm2d norm) norm.Frozen = true;
        }
    }

    private static bool IsUnder(string name, string prefix)
    {
        var part = prefix.TrimEnd('.');
        return name == part || name.StartsWith(part + ".", StringComparison.Ordinal);
    }

    private static List<string> FreezeModules(Classifier classifier, Func<string, bool> isFrozen)
    {
        foreach (var (name, module) in classifier.Modules())
        {
            if (module is BatchNorm2d norm && isFrozen(name)) norm.Frozen = true;
        }

        var frozen = classifier.NamedParameters().Where(parameter => isFrozen(parameter.Name) || isFrozen(parameter.Name[..parameter.Name.LastIndexOf('.')])).ToList();
        foreach (var (_, tensor) in frozen) tensor.RequiresGrad = false;
        return [.. frozen.Select(parameter => parameter.Name)];
    }
}
