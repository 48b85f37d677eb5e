namespace Lucarne.Insight.Certainty;

/// <summary>
/// Prediction sets by the least ambiguous rule (Sadinle, Lei and Wasserman 2019): a class belongs to the set where one less its probability is at most a
/// bound taken from pictures that were not learned from. Of all rules of one coverage it gives the smallest sets on average, and with two to four
/// classes and a few dozen pictures to calibrate with, size is what decides; adaptive rules (APS, RAPS) pay for evenness with larger sets, and
/// need a random draw to be exact. The most probable class always belongs to the set, which can only raise the coverage.
/// </summary>
/// <param name="Bound">The largest score 1 − p that a class of the set has; infinity: every class belongs to it.</param>
internal sealed record PredictionSets(double Bound)
{
    /// <summary>The rule whose sets hold the true class of a picture of a new group with at least the wanted probability.</summary>
    public static PredictionSets Fit(IReadOnlyList<double[]> probabilities, IReadOnlyList<int> truth, IReadOnlyList<string> groups, double coverage) =>
        new(GroupedQuantile.Of([.. probabilities.Zip(truth).Select(pair => 1 - pair.First[pair.Second])], groups, coverage));

    /// <summary>The classes of a picture's set, most probable first.</summary>
    public int[] Of(double[] probabilities)
    {
        int[] order = [.. Enumerable.Range(0, probabilities.Length).OrderByDescending(k => probabilities[k])];
        return [.. order.Where((k, rank) => rank == 0 || 1 - probabilities[k] <= Bound)];
    }
}
