using Lucarne.Learning.Randomness;
using MathNet.Numerics;

namespace Lucarne.Insight.Preparation;

/// <summary>
/// How much a number says of a class, in nats, estimated from nearest neighbours (Ross, "Mutual information between discrete and
/// continuous data sets", PLoS ONE 2014): for each value the distance to its k-th neighbour of the same class, and how many values of
/// any class lie within it.
/// </summary>
internal static class MutualInformation
{
    private const int Neighbours = 3;

    // Values that are exactly equal have no distance to measure by; a tenth of a billionth of their size parts them (Kraskov et al. 2004).
    private const double Noise = 1e-10;

    /// <summary>Of values with the class of each; 0 where the estimate falls below.</summary>
    /// <param name="values">[N].</param>
    /// <param name="classes">[N], 0 or more.</param>
    /// <param name="seed">Of the noise that parts equal values.</param>
    public static double Of(IReadOnlyList<double> values, IReadOnlyList<int> classes, int seed)
    {
        var random = Xoshiro256.For(seed, 3);
        var scale = Noise * Math.Max(1, values.Average(Math.Abs));
        (double Value, int Class)[] sorted = [.. values.Zip(classes, (value, one) => (Value: value + (scale * random.Normal()), one)).OrderBy(pair => pair.Value)];
        double[] all = [.. sorted.Select(pair => pair.Value)];
        var own = sorted.GroupBy(pair => pair.Class).Where(group => group.Count() > 1).ToDictionary(group => group.Key, group => group.Select(pair => pair.Value).ToArray());
        // A class with one value has no neighbour and says nothing.
        if (own.Count < all.Length && own.Values.Sum(group => group.Length) < all.Length)
            all = [.. sorted.Where(pair => own.ContainsKey(pair.Class)).Select(pair => pair.Value)];
        if (all.Length == 0) return 0;
        var sum = 0.0;
        foreach (var group in own.Values)
        {
            var k = Math.Min(Neighbours, group.Length - 1);
            for (var i = 0; i < group.Length; i++)
            {
                var (value, distance) = (group[i], KthDistance(group, i, k));
                var within = First(all, other => other - value >= distance) - First(all, other => value - other < distance);
                sum += SpecialFunctions.DiGamma(k) - SpecialFunctions.DiGamma(group.Length) - SpecialFunctions.DiGamma(Math.Max(1, within));
            }
        }

        return Math.Max(0, SpecialFunctions.DiGamma(all.Length) + (sum / all.Length));
    }

    private static double KthDistance(double[] sorted, int at, int k)
    {
        var (left, right, distance) = (at - 1, at + 1, 0.0);
        for (var step = 0; step < k; step++)
        {
            var toLeft = left >= 0 ? sorted[at] - sorted[left] : double.PositiveInfinity;
            var toRight = right < sorted.Length ? sorted[right] - sorted[at] : double.PositiveInfinity;
            distance = Math.Min(toLeft, toRight);
            if (toLeft <= toRight) left--;
            else right++;
        }

        return distance;
    }

    /// <summary>The first place of a sorted list from which on something holds.</summary>
    private static int First(double[] sorted, Func<double, bool> holds)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (holds(sorted[middle])) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
