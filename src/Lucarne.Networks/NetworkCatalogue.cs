using Lucarne.Networks.Architectures;

namespace Lucarne.Networks;

/// <summary>The networks there are, by name.</summary>
public static class NetworkCatalogue
{
    /// <summary>Every name that <see cref="Create"/> knows; torchvision's, and <c>sequential</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["resnet18", "resnet34", "resnet50", "vgg16_bn", "densenet121", "mobilenet_v2", "efficientnet_b0", "sequential"];

    /// <summary>Makes a network with fresh weights, drawn from libtorch's seeded generator.</summary>
    /// <exception cref="NetworkException">The name is not known, or an option does not fit the network.</exception>
    public static Classifier Create(NetworkOptions options)
    {
        Check(options);
        return options.Name switch
        {
            "resnet18" => new ResNet(options, bottleneck: false, [2, 2, 2, 2]),
            "resnet34" => new ResNet(options, bottleneck: false, [3, 4, 6, 3]),
            "resnet50" => new ResNet(options, bottleneck: true, [3, 4, 6, 3]),
            "vgg16_bn" => new Vgg(options),
            "densenet121" => new DenseNet(options, [6, 12, 24, 16]),
            "mobilenet_v2" => new MobileNetV2(options),
            "efficientnet_b0" => new EfficientNet(options),
            "sequential" => new SequentialCnn(options),
            _ => throw new NetworkException($"network.name: '{options.Name}' is not known; expected one of {string.Join(", ", Names)}"),
        };
    }

    private static void Check(NetworkOptions options)
    {
        if (options.InputChannels < 1) throw new NetworkException($"network: {options.InputChannels} input channels cannot be; give 1 for grey or 3 for colour");
        if (options.InputSize < 1) throw new NetworkException($"network: pictures of {options.InputSize} pixels cannot be; give their height and width");
        if (options.Outputs < 1) throw new NetworkException($"network: {options.Outputs} outputs cannot be; give one per class, or 1 for yes/no");
        if (options.Width is not (> 0 and <= 8)) throw new NetworkException($"network.width: {options.Width} is not in (0, 8]; 1 is the published network");
        var isResNet = options.Name.StartsWith("resnet", StringComparison.Ordinal);
        if (options.Width != 1 && !isResNet && options.Name != "mobilenet_v2")
            throw new NetworkException($"network.width: {options.Name} has no width factor; use 1, a resnet or mobilenet_v2");
        if (options.SmallStem && !isResNet) throw new NetworkException($"network.small_stem: {options.Name} has no small stem; only a resnet has one");
        if (options.Sequential is not null && options.Name != "sequential")
            throw new NetworkException($"network.sequential: {options.Name} does not read these options; use the network 'sequential'");
    }
}
