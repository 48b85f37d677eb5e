namespace Lucarne.Learning.Recipes;

/// <summary>What is done to training pictures, anew in every epoch. Each draw is uniform unless stated; zero switches it off.</summary>
public sealed record AugmentOptions
{
    /// <summary>A random rectangle resized to the whole input, as torchvision's RandomResizedCrop. Null: none.</summary>
    public CropRange? RandomResizedCrop { get; init; }

    /// <summary>Whether left and right are exchanged in half of the pictures.</summary>
    public bool HorizontalFlip { get; init; }

    /// <summary>Whether top and bottom are exchanged in half of the pictures.</summary>
    public bool VerticalFlip { get; init; }

    /// <summary>Why flips are, or are not, used: what they do to the anatomy.</summary>
    public LocalText? FlipReason { get; init; }

    /// <summary>Rotation by up to this many degrees either way.</summary>
    public double RotationDegrees { get; init; }

    /// <summary>Horizontal shear by up to this many degrees either way.</summary>
    public double ShearDegrees { get; init; }

    /// <summary>Scale factor; above 1 enlarges.</summary>
    public NumberRange Zoom { get; init; } = new(1, 1);

    /// <summary>Shift along each axis by up to this fraction of the side.</summary>
    public double Translate { get; init; }

    /// <summary>Values multiplied by a factor in [1 − b, 1 + b].</summary>
    public double Brightness { get; init; }

    /// <summary>Distance from the picture's mean multiplied by a factor in [1 − c, 1 + c].</summary>
    public double Contrast { get; init; }

    /// <summary>Values in [0, 1] raised to a power drawn log-uniformly in [1 / (1 + g), 1 + g].</summary>
    public double Gamma { get; init; }

    /// <summary>Gaussian noise with a standard deviation drawn in [0, n], for values in [0, 1].</summary>
    public double Noise { get; init; }

    /// <summary>Gaussian blur with a sigma drawn in [0, b], in pixels of the input.</summary>
    public double Blur { get; init; }

    /// <summary>Probability that a random rectangle (2 % to 20 % of the area) is erased.</summary>
    public double Erase { get; init; }

    /// <summary>Alpha of mixup's Beta(α, α) (Zhang et al., 2018).</summary>
    public double Mixup { get; init; }

    /// <summary>Alpha of CutMix's Beta(α, α) (Yun et al., 2019).</summary>
    public double Cutmix { get; init; }
}

/// <summary>The rectangles that a random resized crop draws.</summary>
/// <param name="Scale">Fraction of the picture's area, within (0, 1].</param>
/// <param name="Ratio">Width over height.</param>
public sealed record CropRange(NumberRange Scale, NumberRange Ratio);

/// <summary>A closed range of numbers, written <c>[low, high]</c>.</summary>
public sealed record NumberRange(double Low, double High);
