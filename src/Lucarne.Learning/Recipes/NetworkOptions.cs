namespace Lucarne.Learning.Recipes;

/// <summary>Which network, from which weights, and what of it learns.</summary>
public sealed record NetworkOptions
{
    /// <summary>The network of segmentation recipes.</summary>
    public const string UNet = "unet";

    /// <summary>Every network a classification recipe may name.</summary>
    public static ValueList<string> Names { get; } =
        ["resnet18", "resnet34", "resnet50", "vgg16_bn", "densenet121", "mobilenet_v2", "efficientnet_b0", "sequential"];

    /// <summary>One of <see cref="Names"/>, or <see cref="UNet"/>.</summary>
    public string Name { get; init; } = "mobilenet_v2";

    /// <summary><c>imagenet</c>, <c>none</c>, or the path of a .safetensors or .pth file.</summary>
    public string Weights { get; init; } = "imagenet";

    /// <summary>Factor on the channels of MobileNetV2 or a ResNet; the channels of the U-Net's first level; 1 for every other network.</summary>
    public double Width { get; init; } = 1.0;

    /// <summary>The layers of the network named <c>sequential</c>; unused by the others.</summary>
    public SequentialOptions Sequential { get; init; } = new();

    /// <summary>What stands between the backbone's features and the last linear layer, which is implied. Empty: nothing.</summary>
    public ValueList<HeadStep> Head { get; init; } = [];

    /// <summary>What of the backbone does not learn.</summary>
    public FreezeOptions Freeze { get; init; } = new();

    /// <summary>Whether batch norms keep the running statistics of the weights instead of the batch's.</summary>
    public FrozenBatchNorm FrozenBatchNorm { get; init; } = FrozenBatchNorm.Auto;

    /// <summary>Whether <see cref="Weights"/> asks for any.</summary>
    public bool WantsWeights => Weights != "none";
}

/// <summary>The configurable network: blocks of convolution, ReLU and 2×2 max pooling, then dense layers.</summary>
public sealed record SequentialOptions
{
    /// <summary>Side of each convolution's kernel, in pixels.</summary>
    public int Kernel { get; init; } = 4;

    /// <summary>Filters of each convolution, first to last.</summary>
    public ValueList<int> Filters { get; init; } = [128, 64, 32, 16];

    /// <summary>Width of each dense layer before the last.</summary>
    public ValueList<int> Dense { get; init; } = [64];

    /// <summary>Dropout after each dense layer, in [0, 1).</summary>
    public double Dropout { get; init; }
}

/// <summary>One step of a head, written <c>dropout 0.5</c>, <c>linear 512</c> or <c>relu</c>.</summary>
/// <param name="Kind">What the step is.</param>
/// <param name="Value">The dropout's probability or the linear layer's width; 0 for a ReLU.</param>
public sealed record HeadStep(HeadStepKind Kind, double Value);

/// <summary>The kinds of step in a head.</summary>
public enum HeadStepKind
{
    /// <summary>Dropout with a probability.</summary>
    Dropout,

    /// <summary>A linear layer with a width.</summary>
    Linear,

    /// <summary>A rectified linear unit.</summary>
    Relu,
}

/// <summary>What of the backbone does not learn; at most one of the two says something.</summary>
public sealed record FreezeOptions
{
    /// <summary>The first parameters of the backbone, in its own order, that together hold at most this fraction of its parameter
    /// tensors: 0 none, 1 all of them (only the head learns).</summary>
    public double Fraction { get; init; }

    /// <summary>Parameters whose names start with any of these do not learn (<c>features.0.</c>, <c>layer1.</c>…).</summary>
    public ValueList<string> Prefixes { get; init; } = [];
}

/// <summary>Whether batch norms keep the running statistics of the weights.</summary>
public enum FrozenBatchNorm
{
    /// <summary>Those whose own parameters are frozen.</summary>
    Auto,

    /// <summary>All of the backbone's.</summary>
    True,

    /// <summary>None.</summary>
    False,
}
