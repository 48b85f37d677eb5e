namespace Lucarne.Insight.Clusters;

/// <summary>
/// How much nearer points lie to their own cluster than to the next one (Rousseeuw 1987): with a the mean distance to the others of the
/// own cluster and b the least mean distance to another, s = (b − a) / max(a, b), from −1 to 1; 0 for a cluster of one.
/// </summary>
internal static class Silhouette
{
    /// <summary>The silhouette of each point, [N].</summary>
    /// <param name="points">[N][D].</param>
    /// <param name="labels">The cluster of each, 0 … K − 1, K at least 2.</param>
    public static double[] Of(double[][] points, int[] labels)
    {
        var clusters = labels.Max() + 1;
        var sizes = new int[clusters];
        foreach (var label in labels) sizes[label]++;
        var values = new double[points.Length];
        Parallel.For(0, points.Length, i =>
        {
            var sums = new double[clusters];
            for (var j = 0; j < points.Length; j++) sums[labels[j]] += Points.Distance(points[i], points[j]);
            values[i] = One(sums, sizes, labels[i]);
        });
        return values;
    }

    private static double One(double[] sums, int[] sizes, int own)
    {
        if (sizes[own] < 2) return 0;
        var inside = sums[own] / (sizes[own] - 1);
        var outside = Enumerable.Range(0, sums.Length).Where(k => k != own && sizes[k] > 0).Min(k => sums[k] / sizes[k]);
        var larger = Math.Max(inside, outside);
        return larger > 0 ? (outside - inside) / larger : 0;
    }
}
