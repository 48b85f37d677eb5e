using Lucarne.Learning.Randomness;

namespace Lucarne.Insight.Tests;

/// <summary>Numbers drawn from a seed.</summary>
internal static class Drawn
{
    /// <summary>Rows [N][D] of normal numbers, correlated, with a different scale per column.</summary>
    public static double[][] Rows(int count, int width, int seed)
    {
        var random = Xoshiro256.For(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var shared = random.Normal();
            return Enumerable.Range(0, width).Select(d => (random.Normal() + (shared * (d % 3))) * (1 + (d % 5)) + d).ToArray();
        })];
    }

    /// <summary>Points around centres, <paramref name="each"/> per centre, with the centre of each.</summary>
    public static (double[][] Points, int[] Centre) Clouds(double[][] centres, int each, double spread, int seed)
    {
        var random = Xoshiro256.For(seed);
        var points = centres.SelectMany((centre, k) => Enumerable.Range(0, each).Select(_ => (Point: centre.Select(value => value + (spread * random.Normal())).ToArray(), k))).ToArray();
        return ([.. points.Select(point => point.Point)], [.. points.Select(point => point.k)]);
    }
}
