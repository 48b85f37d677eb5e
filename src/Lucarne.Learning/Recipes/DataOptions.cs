namespace Lucarne.Learning.Recipes;

/// <summary>How the pictures are read and which of them belong together.</summary>
public sealed record DataOptions
{
    /// <summary>A regular expression with one capturing group, applied to the path below the data folder (forward slashes);
    /// what it captures is the group (the patient). Null: no pattern.</summary>
    public string? GroupPattern { get; init; }

    /// <summary>How pictures with successive numbers in their names are chained into one group. Null: not at all.</summary>
    public NeighbourOptions? Neighbours { get; init; }

    /// <summary>Near copies have 64-bit perceptual hashes that differ in at most this many bits (0 to 32)…</summary>
    public int NearDuplicateDistance { get; init; } = 6;

    /// <summary>… and grey thumbnails of 32×32 that correlate at least this much (−1 to 1). The hash alone takes different chests, or
    /// different heads in one posture, for copies.</summary>
    public double NearDuplicateCorrelation { get; init; } = 0.95;

    /// <summary>A picture that declares more than this many million pixels is left out unread.</summary>
    public double MaxMegapixels { get; init; } = 100;
}

/// <summary>Chains pictures that follow each other in a scan: their file names carry running numbers.</summary>
public sealed record NeighbourOptions
{
    /// <summary>A regular expression with one capturing group that captures the running number in the file name.</summary>
    public string NumberPattern { get; init; } = @"(\d+)\D*$";

    /// <summary>Two pictures of a class are neighbours when their numbers differ by at most this.</summary>
    public int MaxStep { get; init; } = 1;

    /// <summary>Neighbours are one group when the correlation of their 32×32 grey thumbnails is at least this (−1 to 1).</summary>
    public double MinCorrelation { get; init; } = 0.8;
}

/// <summary>How the groups are dealt out. The three fractions sum to one.</summary>
public sealed record SplitOptions
{
    /// <summary>Fraction of the pictures that the network learns from.</summary>
    public double Train { get; init; } = 0.70;

    /// <summary>Fraction that chooses the best epoch.</summary>
    public double Validation { get; init; } = 0.15;

    /// <summary>Fraction kept apart until the end.</summary>
    public double Test { get; init; } = 0.15;

    /// <summary>The seed of the draw.</summary>
    public int Seed { get; init; } = 42;
}

/// <summary>How a picture becomes the network's input <c>[channels, size, size]</c>.</summary>
public sealed record InputOptions
{
    /// <summary>Side of the square input, in pixels.</summary>
    public int Size { get; init; } = 224;

    /// <summary>1 (grey) or 3.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>How a picture that is not square becomes one.</summary>
    public FitMode Fit { get; init; } = FitMode.Squash;

    /// <summary>Whether a dark border around the content is cut away first.</summary>
    public bool CropToContent { get; init; }

    /// <summary>What happens to the values once they are in [0, 1].</summary>
    public Normalisation Normalisation { get; init; } = Normalisation.Imagenet;
}

/// <summary>How a picture that is not square becomes one.</summary>
public enum FitMode
{
    /// <summary>Both sides are resized to the input's, whatever that does to the aspect ratio.</summary>
    Squash,

    /// <summary>The longer side is resized to the input's, and black bands fill the rest.</summary>
    Pad,

    /// <summary>The shorter side is resized to the input's, and the centre is kept.</summary>
    Crop,
}

/// <summary>What happens to pixel values once they are in [0, 1].</summary>
public enum Normalisation
{
    /// <summary>Left in [0, 1].</summary>
    ZeroOne,

    /// <summary>Mean (0.485, 0.456, 0.406) taken away, divided by (0.229, 0.224, 0.225), as torchvision's ImageNet weights expect.</summary>
    Imagenet,

    /// <summary>Brought to [−1, 1].</summary>
    Symmetric,

    /// <summary>Each picture to mean 0 and standard deviation 1.</summary>
    ZScore,

    /// <summary>What the metadata of the weights file states.</summary>
    Weights,
}
