namespace Lucarne.Insight.Clusters;

/// <summary>Distances between points [D].</summary>
internal static class Points
{
    public static double Square(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }

    public static double Distance(double[] a, double[] b) => Math.Sqrt(Square(a, b));

    /// <summary>The nearest of several points, and the square of its distance; of two as near, the first.</summary>
    public static (int Index, double Square) Nearest(double[] point, double[][] among)
    {
        var (best, least) = (0, double.PositiveInfinity);
        for (var k = 0; k < among.Length; k++)
        {
            var square = Square(point, among[k]);
            if (square < least) (best, least) = (k, square);
        }

        return (best, least);
    }

    /// <summary>The mean of points, [D].</summary>
    public static double[] Mean(IReadOnlyCollection<double[]> points)
    {
        var mean = new double[points.First().Length];
        foreach (var point in points)
            for (var i = 0; i < mean.Length; i++) mean[i] += point[i] / points.Count;
        return mean;
    }
}
