namespace Lucarne.Insight.Certainty;

/// <summary>
/// The bound of hierarchical conformal prediction (Lee, Barber and Willett 2023, "Distribution-free inference with hierarchical data"): of K groups
/// each weighs 1 / (K + 1), shared evenly by its pictures, and the last share stands at infinity for the group to come. The score of a picture of a new
/// group lies at or below the bound with at least the wanted probability, whatever the scores' distribution, as long as groups are exchangeable.
/// Where every picture is its own group this is split conformal prediction's ⌈(n + 1) · level⌉-th smallest score.
/// </summary>
internal static class GroupedQuantile
{
    // The sum of many equal shares may fall short of the level by a rounding.
    private const double Rounding = 1e-9;

    /// <summary>The smallest score whose weight, with that of all below it, reaches the level; infinity where no score does: the groups are too few.</summary>
    /// <param name="scores">Of pictures that were not learned from.</param>
    /// <param name="groups">Their groups.</param>
    /// <param name="level">Wanted probability, 0 to 1.</param>
    public static double Of(IReadOnlyList<double> scores, IReadOnlyList<string> groups, double level)
    {
        var sizes = groups.CountBy(group => group, StringComparer.Ordinal).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var share = 1.0 / (sizes.Count + 1);
        var weight = 0.0;
        foreach (var i in Enumerable.Range(0, scores.Count).OrderBy(i => scores[i]))
        {
            weight += share / sizes[groups[i]];
            if (weight >= level - Rounding) return scores[i];
        }

        return double.PositiveInfinity;
    }
}
