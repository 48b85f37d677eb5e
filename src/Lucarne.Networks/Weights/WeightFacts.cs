using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Weights;

/// <summary>How pixels in [0, 1] become inputs: (x − mean) / deviation, channel by channel.</summary>
/// <param name="Mean">One value a channel.</param>
/// <param name="Deviation">One value a channel.</param>
public sealed record Normalisation(IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation)
{
    /// <summary>The figures that torchvision's public weights were trained with.</summary>
    public static Normalisation ImageNet { get; } = new([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);
}

/// <summary>What was taken from a file of weights, for the run and its report.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Sha256">Its SHA-256, in lower-case hexadecimal.</param>
/// <param name="Loaded">How many tensors were copied.</param>
/// <param name="ReplacedHead">The head's tensors that keep their fresh values, because the file has no such or of another shape.</param>
/// <param name="Unused">The file's tensors that the network has no place for, the replaced head's not among them.</param>
/// <param name="Normalisation">What the file says of its inputs; null where it says nothing (torchvision's: <see cref="Normalisation.ImageNet"/>).</param>
/// <param name="FoldedBatchNorm">True where batch norm was folded into the weights: every batch norm is now frozen.</param>
/// <param name="Padding">How convolutions with a stride of 2 now pad.</param>
/// <param name="GreyInput">True where the first convolution's weights were summed over red, green and blue.</param>
public sealed record WeightFacts(
    string File,
    string Sha256,
    int Loaded,
    IReadOnlyList<string> ReplacedHead,
    IReadOnlyList<string> Unused,
    Normalisation? Normalisation,
    bool FoldedBatchNorm,
    PaddingStyle Padding,
    bool GreyInput);
