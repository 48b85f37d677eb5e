using Lucarne.Learning.Randomness;

namespace Lucarne.Insight.Clusters;

/// <summary>Points divided among centres.</summary>
/// <param name="Centres">[K][D].</param>
/// <param name="Labels">The nearest centre of each point, [N].</param>
/// <param name="Inertia">The sum of squared distances to the nearest centre.</param>
internal sealed record Clustering(double[][] Centres, int[] Labels, double Inertia);

/// <summary>
/// K-means: Lloyd's iteration (1982) from starts that are spread out as K-means++ (Arthur and Vassilvitskii 2007) has it, the best of
/// several kept.
/// </summary>
internal static class KMeans
{
    private const int MostIterations = 300;

    /// <summary>Divides points [N][D] into <paramref name="count"/> clusters, none of them empty.</summary>
    /// <param name="points">At least <paramref name="count"/> of them are different.</param>
    /// <param name="count">Clusters wanted.</param>
    /// <param name="random">Draws the starts.</param>
    /// <param name="starts">How many times it begins anew.</param>
    public static Clustering Fit(double[][] points, int count, Xoshiro256 random, int starts)
    {
        Clustering? best = null;
        for (var start = 0; start < starts; start++)
        {
            var found = From(points, Spread(points, count, random));
            if (best is null || found.Inertia < best.Inertia) best = found;
        }

        return best!;
    }

    /// <summary>Lloyd's iteration from given centres, until no point changes its cluster.</summary>
    public static Clustering From(double[][] points, double[][] centres)
    {
        var labels = new int[points.Length];
        Array.Fill(labels, -1);
        centres = [.. centres];
        var inertia = 0.0;
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            var changed = false;
            inertia = 0;
            for (var i = 0; i < points.Length; i++)
            {
                var (nearest, square) = Points.Nearest(points[i], centres);
                changed |= labels[i] != nearest;
                (labels[i], inertia) = (nearest, inertia + square);
            }

            if (!changed) break;
            Move(points, labels, centres);
        }

        return new(centres, labels, inertia);
    }

    /// <summary>The centres K-means++ begins with: each further one a point, drawn with the square of its distance to those before.</summary>
    internal static double[][] Spread(double[][] points, int count, Xoshiro256 random)
    {
        var centres = new List<double[]> { points[random.Below(points.Length)] };
        double[] squares = [.. points.Select(point => Points.Square(point, centres[0]))];
        while (centres.Count < count)
        {
            var chosen = Draw(squares, random);
            centres.Add(points[chosen]);
            for (var i = 0; i < points.Length; i++) squares[i] = Math.Min(squares[i], Points.Square(points[i], points[chosen]));
        }

        return [.. centres];
    }

    private static int Draw(double[] weights, Xoshiro256 random)
    {
        var left = random.Unit() * weights.Sum();
        for (var i = 0; i < weights.Length; i++)
        {
            left -= weights[i];
            if (left < 0) return i;
        }

        return Array.FindLastIndex(weights, weight => weight > 0) is >= 0 and var last ? last : random.Below(weights.Length);
    }

    // A cluster that lost its last point takes the point that lies farthest from its own centre.
    private static void Move(double[][] points, int[] labels, double[][] centres)
    {
        for (var k = 0; k < centres.Length; k++)
        {
            double[][] own = [.. points.Where((_, i) => labels[i] == k)];
            if (own.Length == 0)
            {
                var far = Enumerable.Range(0, points.Length).MaxBy(i => Points.Square(points[i], centres[labels[i]]));
                own = [points[far]];
                labels[far] = k;
            }

            centres[k] = Points.Mean(own);
        }
    }
}
