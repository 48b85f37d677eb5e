using Lucarne.Learning.Randomness;

namespace Lucarne.Insight.Clusters;

/// <summary>How much tighter k clusters lie than k clusters of points without any.</summary>
/// <param name="Clusters">k.</param>
/// <param name="Value">The mean of log W over reference sets less log W of the points, W the pooled sum of squares within clusters.</param>
/// <param name="Error">The standard deviation over the reference sets times √(1 + 1/B).</param>
internal sealed record Gap(int Clusters, double Value, double Error);

/// <summary>
/// The gap statistic (Tibshirani, Walther and Hastie 2001): clusters are compared with those of points spread evenly over the box that
/// the principal components of the data span; the points given here are such components already.
/// </summary>
internal static class GapStatistic
{
    private const int ReferenceStarts = 3;

    /// <summary>The gap for 1 … <paramref name="most"/> clusters.</summary>
    /// <param name="points">[N][D], coordinates along principal components.</param>
    /// <param name="inertias">The sum of squares within 1 … <paramref name="most"/> clusters of the points.</param>
    /// <param name="most">The most clusters.</param>
    /// <param name="references">Reference sets, B.</param>
    /// <param name="seed">Of their draw.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static IReadOnlyList<Gap> Of(double[][] points, IReadOnlyList<double> inertias, int most, int references, int seed, CancellationToken cancellation)
    {
        var (low, high) = Box(points);
        var logs = new double[references][];
        var options = new ParallelOptions { CancellationToken = cancellation };
        Parallel.For(0, references, options, b =>
        {
            var random = Xoshiro256.For(seed, b);
            double[][] even = [.. points.Select(_ => low.Zip(high, (a, z) => random.Between(a, z)).ToArray())];
            logs[b] = [.. Enumerable.Range(1, most).Select(k => Math.Log(Math.Max(double.Epsilon, KMeans.Fit(even, k, random, ReferenceStarts).Inertia)))];
        });
        return [.. Enumerable.Range(0, most).Select(k =>
        {
            var mean = logs.Average(log => log[k]);
            var deviation = Math.Sqrt(logs.Average(log => (log[k] - mean) * (log[k] - mean)));
            return new Gap(k + 1, mean - Math.Log(Math.Max(double.Epsilon, inertias[k])), deviation * Math.Sqrt(1 + (1.0 / references)));
        })];
    }

    /// <summary>The smallest k whose gap is not exceeded by that of k + 1 by more than its error; the last where there is none.</summary>
    public static int Choose(IReadOnlyList<Gap> gaps)
    {
        for (var k = 0; k + 1 < gaps.Count; k++)
            if (gaps[k].Value >= gaps[k + 1].Value - gaps[k + 1].Error) return gaps[k].Clusters;
        return gaps[^1].Clusters;
    }

    private static (double[] Low, double[] High) Box(double[][] points) =>
        ([.. Enumerable.Range(0, points[0].Length).Select(d => points.Min(point => point[d]))], [.. Enumerable.Range(0, points[0].Length).Select(d => points.Max(point => point[d]))]);
}
