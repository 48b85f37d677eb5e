using Lucarne.Learning.Randomness;

namespace Lucarne.Insight.Clusters;

/// <summary>What was found for one number of clusters.</summary>
/// <param name="Clusters">k.</param>
/// <param name="Silhouette">Mean over all points; null for one cluster, which has none.</param>
/// <param name="Gap">See <see cref="GapStatistic"/>.</param>
/// <param name="GapError">Its standard error.</param>
internal sealed record ClusterTrial(int Clusters, double? Silhouette, double Gap, double GapError);

/// <summary>How many clusters there are, and which.</summary>
/// <param name="Trials">For 1 … most clusters.</param>
/// <param name="BySilhouette">The k of the largest mean silhouette.</param>
/// <param name="ByGap">The k that the gap statistic's rule takes; 1 where it sees no clusters.</param>
/// <param name="Wanted">Whether a person gave the number.</param>
/// <param name="Chosen">The clusters taken.</param>
internal sealed record ClusterSearch(IReadOnlyList<ClusterTrial> Trials, int BySilhouette, int ByGap, bool Wanted, Clustering Chosen)
{
    /// <summary>The most clusters tried.</summary>
    public const int MostClusters = 8;

    /// <summary>Silhouettes this close are as good as each other, and the gap statistic decides between them.</summary>
    public const double Tie = 0.03;

    private const int Starts = 20;
    private const int References = 20;
    private const int PointsPerCluster = 8;

    // Distances between all pairs, and reference sets, are taken of so many points at most.
    private const int Sample = 1500;

    /// <summary>Tries numbers of clusters and takes one.</summary>
    /// <param name="points">[N][D], along principal components.</param>
    /// <param name="wanted">The number that is taken in any case; null lets the curves choose.</param>
    /// <param name="seed">Of every draw.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static ClusterSearch Of(double[][] points, int? wanted, int seed, CancellationToken cancellation)
    {
        var most = Math.Max(Math.Clamp(points.Length / PointsPerCluster, 2, MostClusters), wanted ?? 0);
        var random = Xoshiro256.For(seed, 1);
        var sample = Some(points, random);
        var found = new List<Clustering>();
        for (var k = 1; k <= most; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            found.Add(KMeans.Fit(points, k, random, Starts));
        }

        var sampled = sample.Length == points.Length ? found : [.. found.Select(one => KMeans.From(sample, one.Centres))];
        var gaps = GapStatistic.Of(sample, [.. sampled.Select(one => one.Inertia)], most, References, seed, cancellation);
        double?[] silhouettes = [null, .. sampled.Skip(1).Select(one => (double?)Silhouette.Of(sample, one.Labels).Average())];
        ClusterTrial[] trials = [.. gaps.Select((gap, i) => new ClusterTrial(gap.Clusters, silhouettes[i], gap.Value, gap.Error))];
        var bySilhouette = trials.Skip(1).MaxBy(trial => trial.Silhouette)!.Clusters;
        var byGap = GapStatistic.Choose(gaps);
        var chosen = wanted ?? Choose(trials, bySilhouette, byGap);
        return new(trials, bySilhouette, byGap, wanted is not null, found[chosen - 1]);
    }

    private static int Choose(ClusterTrial[] trials, int bySilhouette, int byGap) =>
        byGap > 1 && trials[byGap - 1].Silhouette >= trials[bySilhouette - 1].Silhouette - Tie ? byGap : bySilhouette;

    private static double[][] Some(double[][] points, Xoshiro256 random)
    {
        if (points.Length <= Sample) return points;
        int[] order = [.. Enumerable.Range(0, points.Length)];
        random.Shuffle<int>(order);
        return [.. order.Take(Sample).Order().Select(i => points[i])];
    }
}
