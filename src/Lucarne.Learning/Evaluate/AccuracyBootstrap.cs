using Lucarne.Learning.Randomness;

namespace Lucarne.Learning.Evaluate;

/// <summary>
/// 95 % intervals by the percentile bootstrap (Efron 1979). What is drawn again, with replacement, is a whole group
/// (patient) where groups are known: pictures of one patient err together, and an interval that took them for
/// independent would be too narrow.
/// </summary>
internal static class AccuracyBootstrap
{
    public sealed record Result(Interval Accuracy, Interval BalancedAccuracy, bool ByGroup, int Units);

    public static Result Run(int classes, IReadOnlyList<Prediction> predictions, ulong seed, int resamples)
    {
        var byGroup = predictions.Any(p => p.Group is not null);
        var units = Units(classes, predictions);
        var random = new Xoshiro256(seed);
        var accuracy = new double[resamples];
        var balanced = new double[resamples];
        var support = new int[classes];
        var right = new int[classes];
        for (var r = 0; r < resamples; r++)
        {
            Array.Clear(support);
            Array.Clear(right);
            for (var i = 0; i < units.Count; i++)
            {
                var unit = units[random.Below(units.Count)];
                for (var k = 0; k < classes; k++)
                {
                    support[k] += unit.Support[k];
                    right[k] += unit.Right[k];
                }
            }
            accuracy[r] = (double)right.Sum() / support.Sum();
            balanced[r] = MeanRecall(support, right);
        }
        return new(Percentiles(accuracy), Percentiles(balanced), byGroup, units.Count);
    }

    // A picture without a group stands alone. The order of first appearance keeps the draw reproducible.
    private static List<(int[] Support, int[] Right)> Units(int classes, IReadOnlyList<Prediction> predictions)
    {
        var units = new List<(int[] Support, int[] Right)>();
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var p in predictions)
        {
            if (p.Group is null || !known.TryGetValue(p.Group, out var at))
            {
                at = units.Count;
                units.Add((new int[classes], new int[classes]));
                if (p.Group is not null) known[p.Group] = at;
            }
            units[at].Support[p.Truth]++;
            units[at].Right[p.Truth] += p.IsRight ? 1 : 0;
        }
        return units;
    }

    // Classes that a resample happens to miss are left out of its mean.
    private static double MeanRecall(int[] support, int[] right)
    {
        double sum = 0;
        var present = 0;
        for (var k = 0; k < support.Length; k++)
        {
            if (support[k] == 0) continue;
            sum += (double)right[k] / support[k];
            present++;
        }
        return sum / present;
    }

    private static Interval Percentiles(double[] values)
    {
        Array.Sort(values);
        return new(Quantile(values, 0.025), Quantile(values, 0.975));
    }

    /// <summary>Linear interpolation between order statistics, NumPy's default (type 7 of Hyndman and Fan 1996).</summary>
    internal static double Quantile(double[] sorted, double q)
    {
        var position = q * (sorted.Length - 1);
        var below = (int)Math.Floor(position);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
