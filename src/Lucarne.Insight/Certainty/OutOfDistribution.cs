namespace Lucarne.Insight.Certainty;

/// <summary>How foreign a picture is to a model.</summary>
/// <param name="Score">The mean over the network's stages of the shrunk Mahalanobis distance of the channels' figures from those of the pictures learned
/// from, squared and per dimension: well below 1 for most pictures of the kind.</param>
/// <param name="Threshold">The score beyond which a picture is refused.</param>
/// <param name="Colour">How colourful the picture is: the mean over pixels of the largest less the smallest of red, green and blue, 0 to 1.</param>
/// <param name="ColourLimit">The colour beyond which a picture is refused.</param>
public sealed record OutOfDistribution(double Score, double Threshold, double Colour, double ColourLimit)
{
    /// <summary>Whether the picture is in colour where those learned from were not.</summary>
    public bool IsTooColourful => Colour > ColourLimit;

    /// <summary>Whether the picture is too foreign to be given a class.</summary>
    public bool IsRefused => Score > Threshold || IsTooColourful;
}
