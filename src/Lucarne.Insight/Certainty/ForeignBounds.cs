using Lucarne.Learning.Load;
using Lucarne.Learning.Predict;

namespace Lucarne.Insight.Certainty;

/// <summary>
/// Where pictures of the kind end and foreign ones begin. The threshold is the grouped quantile of scores of pictures learned from, each scored by
/// distributions that left its group out. The network itself had seen those pictures, though, and knows them better than new ones; how much better,
/// validation pictures show, which the judged network had not learned from: their quantile over the others' is the loosening, and where it is above 1
/// every threshold is raised by it. After a refit no picture is new to the network that answers, and it takes over the loosening of the judged one.
/// </summary>
/// <param name="Familiarity">The distributions of all pictures learned from; null where there are too few.</param>
/// <param name="Threshold">Of its score; infinity where there are too few.</param>
/// <param name="Loosening">1 or more.</param>
internal sealed record ForeignBounds(Familiarity? Familiarity, double Threshold, double Loosening)
{
    private static readonly ForeignBounds None = new(null, double.PositiveInfinity, 1);

    /// <summary>The bounds of the judged network.</summary>
    /// <param name="train">What it made of pictures that it learned from.</param>
    /// <param name="validation">And of those it had not learned from.</param>
    /// <param name="keep">The share of pictures of the kind that must not be refused.</param>
    /// <param name="seed">Deals groups to folds.</param>
    public static ForeignBounds Of(
        IReadOnlyList<(LabelledPicture Picture, Inspection Seen)> train, IReadOnlyList<(LabelledPicture Picture, Inspection Seen)> validation, double keep, int seed)
    {
        var known = None.For(train, keep, seed);
        if (known.Familiarity is not { } familiarity || validation.Count == 0) return known;
        var unseen = Quantile([.. validation.Select(one => familiarity.Score(one.Seen))], [.. validation.Select(one => one.Picture.Group)], keep);
        var loosening = Math.Max(1, unseen / known.Threshold);
        return known with { Threshold = known.Threshold * loosening, Loosening = loosening };
    }

    /// <summary>The bounds of another network of the same making, which learned from these pictures, with this one's loosening.</summary>
    public ForeignBounds For(IReadOnlyList<(LabelledPicture Picture, Inspection Seen)> learned, double keep, int seed)
    {
        List<Inspection> seen = [.. learned.Select(one => one.Seen)];
        List<string> groups = [.. learned.Select(one => one.Picture.Group)];
        var scores = Familiarity.CrossScores(seen, groups, seed);
        if (scores.Count == 0) return this with { Familiarity = null, Threshold = double.PositiveInfinity };
        return this with { Familiarity = Familiarity.Fit(seen), Threshold = Quantile(scores, groups, keep) * Loosening };
    }

    /// <summary>The grouped quantile; of too few groups for it, the largest score, which a new picture passes with probability 1 / (K + 1).</summary>
    private static double Quantile(IReadOnlyList<double> scores, IReadOnlyList<string> groups, double keep)
    {
        var quantile = GroupedQuantile.Of(scores, groups, keep);
        return double.IsFinite(quantile) ? quantile : scores.Max();
    }
}
