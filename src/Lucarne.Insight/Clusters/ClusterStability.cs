using Lucarne.Learning.Randomness;

namespace Lucarne.Insight.Clusters;

/// <summary>Whether the same clusters are found again in points drawn anew.</summary>
/// <param name="AdjustedRand">Mean over the draws, of the clusters of all points by the centres of the draw against the clusters themselves.</param>
/// <param name="Jaccard">For each cluster the mean, over the draws, of its largest overlap with a cluster of the draw: points in both over
/// points in either (Hennig 2007).</param>
/// <param name="Draws">How many.</param>
internal sealed record ClusterStability(double AdjustedRand, IReadOnlyList<double> Jaccard, int Draws)
{
    /// <summary>From here on a cluster is a pattern of the data rather than of the draw (Hennig 2008).</summary>
    public const double Stable = 0.75;

    /// <summary>Below this a cluster should not be relied on (Hennig 2008).</summary>
    public const double Dissolved = 0.6;

    private const int Starts = 5;

    /// <summary>Clusters bootstrap samples of the points, as many as there are points, drawn with replacement.</summary>
    public static ClusterStability Of(double[][] points, Clustering clustering, int draws, int seed, CancellationToken cancellation)
    {
        var clusters = clustering.Centres.Length;
        var rands = new double[draws];
        var overlaps = new double[draws][];
        Parallel.For(0, draws, new ParallelOptions { CancellationToken = cancellation }, draw =>
        {
            var random = Xoshiro256.For(seed, 2, draw);
            double[][] again = [.. points.Select(_ => points[random.Below(points.Length)])];
            var found = KMeans.Fit(again, clusters, random, Starts);
            int[] labels = [.. points.Select(point => Points.Nearest(point, found.Centres).Index)];
            rands[draw] = PartitionAgreement.Of(labels, clustering.Labels).AdjustedRand;
            overlaps[draw] = [.. Enumerable.Range(0, clusters).Select(k => Overlap(clustering.Labels, k, labels, clusters))];
        });
        return new(rands.Average(), [.. Enumerable.Range(0, clusters).Select(k => overlaps.Average(one => one[k]))], draws);
    }

    private static double Overlap(int[] labels, int cluster, int[] others, int clusters)
    {
        var both = new int[clusters];
        var sizes = new int[clusters];
        var own = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            sizes[others[i]]++;
            if (labels[i] != cluster) continue;
            own++;
            both[others[i]]++;
        }

        return Enumerable.Range(0, clusters).Max(other => (double)both[other] / (own + sizes[other] - both[other]));
    }
}
