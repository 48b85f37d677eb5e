namespace Lucarne.Networks.Weights;

/// <summary>A public file of weights.</summary>
/// <param name="Network">The network it is for, trained on ImageNet's 1000 classes.</param>
/// <param name="Address">Where its publisher keeps it.</param>
/// <param name="Sha256Start">The first hexadecimal digits of its SHA-256, which its publisher wrote into its name.</param>
public sealed record PublishedWeights(string Network, Uri Address, string Sha256Start)
{
    /// <summary>The name to fetch it by, and of the file that is kept: what <c>weights: imagenet</c> looks for.</summary>
    public string Name => $"{Network}_imagenet";
}

/// <summary>
/// The public weights that fit Lucarne's networks: torchvision's, version IMAGENET1K_V1, at the addresses and with the hash digits that
/// torchvision's own sources give (<c>torchvision/models</c>; torch.hub checks the same digits). Their inputs are normalised with
/// <see cref="Normalisation.ImageNet"/>. torchvision's licence is BSD-3-Clause; the pictures they were trained on have terms of their own.
/// </summary>
public static class WeightCatalogue
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PublishedWeights> All { get; } =
    [
        Torchvision("resnet18", "resnet18-f37072fd"),
        Torchvision("resnet34", "resnet34-b627a593"),
        Torchvision("resnet50", "resnet50-0676ba61"),
        Torchvision("vgg16_bn", "vgg16_bn-6c64b313"),
        Torchvision("densenet121", "densenet121-a639ec97"),
        Torchvision("mobilenet_v2", "mobilenet_v2-b0353104"),
        Torchvision("efficientnet_b0", "efficientnet_b0_rwightman-7f5810bc"),
    ];

    /// <summary>The weights of a name, such as <c>resnet18</c> or <c>resnet18_imagenet</c>.</summary>
    /// <exception cref="NetworkException">None are listed.</exception>
    public static PublishedWeights Find(string name) =>
        All.FirstOrDefault(weights => weights.Network == name || weights.Name == name)
        ?? throw new NetworkException($"weights: '{name}' is not listed; expected one of {string.Join(", ", All.Select(weights => weights.Name))}");

    private static PublishedWeights Torchvision(string network, string file) =>
        new(network, new Uri($"https://download.pytorch.org/models/{file}.pth"), file[(file.LastIndexOf('-') + 1)..]);
}
