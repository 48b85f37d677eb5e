using System.Globalization;

namespace Lucarne.Learning.Recipes.Yaml;

/// <summary>Reads the block <c>network</c>.</summary>
internal static class NetworkReader
{
    public static NetworkOptions Read(Section section, RecipeTask task) => task == RecipeTask.Segmentation ? UNet(section) : Classifier(section);

    /// <summary>There are no public weights for it, and it has no head to choose.</summary>
    private static NetworkOptions UNet(Section section) => new()
    {
        Name = section.OneOf("name", NetworkOptions.UNet, [NetworkOptions.UNet]),
        Weights = section.OneOf("weights", "none", ["none"]),
        Width = section.Whole("width", 64, 4, 256),
    };

    private static NetworkOptions Classifier(Section section)
    {
        var defaults = new NetworkOptions();
        var network = new NetworkOptions
        {
            Name = section.OneOf("name", defaults.Name, NetworkOptions.Names),
            Weights = section.Text("weights", defaults.Weights),
            Width = section.Number("width", defaults.Width, 0.1, 4),
            Sequential = section.Block("sequential", Sequential),
            Head = section.List("head", defaults.Head, Step),
            Freeze = section.Block("freeze", Freeze),
            FrozenBatchNorm = section.Choice("frozen_batch_norm", defaults.FrozenBatchNorm),
        };
        if (network is { Name: "sequential", Weights: "imagenet" })
            throw section.Refuse("weights", "'none' or a file was expected, for no public weights exist for the network 'sequential'");
        if (network.Width != 1 && !HasWidth(network.Name))
            throw section.Refuse("width", $"1 was expected, for only mobilenet_v2 and the resnets have a width and the network is {network.Name}");
        return network;
    }

    private static SequentialOptions Sequential(Section section)
    {
        var defaults = new SequentialOptions();
        var sequential = new SequentialOptions
        {
            Kernel = section.Whole("kernel", defaults.Kernel, 1, 15),
            Filters = section.List("filters", defaults.Filters, Width),
            Dense = section.List("dense", defaults.Dense, Width),
            Dropout = section.Number("dropout", defaults.Dropout, 0, 0.99),
        };
        return sequential.Filters.Count > 0 ? sequential : throw section.Refuse("filters", "at least one number of filters was expected");
    }

    private static FreezeOptions Freeze(Section section)
    {
        var freeze = new FreezeOptions
        {
            Fraction = section.Number("fraction", 0, 0, 1),
            Prefixes = section.List("prefixes", [], Section.Text),
        };
        if (freeze.Fraction > 0 && freeze.Prefixes.Count > 0)
            throw section.Refuse("fraction", "0 was expected, for 'prefixes' already says what is frozen");
        return freeze;
    }

    private static int Width(YamlNode node, string path) => Section.Whole(node, path, 1, 4096);

    private static HeadStep Step(YamlNode node, string path)
    {
        string[] words = node is YamlScalar scalar ? scalar.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        return words switch
        {
            ["relu"] => new(HeadStepKind.Relu, 0),
            ["dropout", var p] when double.TryParse(p, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and < 1 =>
                new(HeadStepKind.Dropout, value),
            ["linear", var n] when int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var width) && width is >= 1 and <= 65536 =>
                new(HeadStepKind.Linear, width),
            _ => throw Section.Wrong(node, path, "'dropout 0.5', 'linear 512' or 'relu' (with other numbers) was expected"),
        };
    }

    private static bool HasWidth(string network) => network == "mobilenet_v2" || network.StartsWith("resnet", StringComparison.Ordinal);
}
