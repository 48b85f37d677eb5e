using FsCheck;
using FsCheck.Fluent;
using Lucarne.Insight.Clusters;
using Lucarne.Learning.Randomness;

namespace Lucarne.Insight.Tests.Profiles;

public sealed class ClusterSearchTests
{
    private static readonly double[][] Three = [[0, 0], [10, 0], [0, 10]];

    [Fact]
    public void Three_clouds_far_apart_are_found_by_both_curves_and_found_again()
    {
        var (points, cloud) = Drawn.Clouds(Three, 30, 0.8, 5);
        var search = ClusterSearch.Of(points, null, 11, CancellationToken.None);
        Assert.Equal(3, search.BySilhouette);
        Assert.Equal(3, search.ByGap);
        Assert.Equal(3, search.Chosen.Centres.Length);
        Assert.Equal(1, PartitionAgreement.Of(search.Chosen.Labels, cloud).AdjustedRand, 1e-12);
        var stability = ClusterStability.Of(points, search.Chosen, 20, 11, CancellationToken.None);
        Assert.True(stability.AdjustedRand > 0.99);
        Assert.All(stability.Jaccard, overlap => Assert.True(overlap > 0.99));
    }

    [Fact]
    public void The_gap_statistic_sees_no_clusters_in_points_spread_evenly()
    {
        var random = Xoshiro256.For(3);
        double[][] points = [.. Enumerable.Range(0, 120).Select(_ => new[] { random.Unit(), random.Unit() })];
        Assert.Equal(1, ClusterSearch.Of(points, null, 3, CancellationToken.None).ByGap);
    }

    [Fact]
    public void The_gap_rule_takes_the_first_k_that_the_next_does_not_exceed_by_more_than_its_error()
    {
        // 0.2 ≥ 0.5 − 0.1 fails; 0.5 ≥ 0.55 − 0.1 holds: two clusters.
        Assert.Equal(2, GapStatistic.Choose([new(1, 0.2, 0.1), new(2, 0.5, 0.1), new(3, 0.55, 0.1)]));
        Assert.Equal(3, GapStatistic.Choose([new(1, 0.2, 0.01), new(2, 0.5, 0.01), new(3, 0.8, 0.01)]));
    }

    [Fact]
    public void A_number_that_is_asked_for_is_taken()
    {
        var (points, _) = Drawn.Clouds(Three, 20, 0.8, 5);
        var search = ClusterSearch.Of(points, 5, 1, CancellationToken.None);
        Assert.True(search.Wanted);
        Assert.Equal(5, search.Chosen.Labels.Distinct().Count());
    }

    [Fact]
    public void The_same_seed_gives_the_same_clusters()
    {
        var (points, _) = Drawn.Clouds(Three, 20, 3, 5);
        Assert.Equal(ClusterSearch.Of(points, null, 9, CancellationToken.None).Chosen.Labels, ClusterSearch.Of(points, null, 9, CancellationToken.None).Chosen.Labels);
    }

    [Fact]
    public void No_cluster_is_empty_and_every_point_belongs_to_the_nearest_centre() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<int>().ToArbitrary(), seed =>
        {
            var random = Xoshiro256.For(seed);
            var count = 8 + random.Below(60);
            double[][] points = [.. Enumerable.Range(0, count).Select(_ => new[] { random.Normal(), random.Normal(), random.Normal() })];
            var clusters = 1 + random.Below(6);
            var found = KMeans.Fit(points, clusters, random, 2);
            return found.Labels.Distinct().Count() == clusters && points.Zip(found.Labels).All(pair => Points.Nearest(pair.First, found.Centres).Index == pair.Second);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Agreement_does_not_depend_on_what_clusters_are_called() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<int>().ToArbitrary(), seed =>
        {
            var random = Xoshiro256.For(seed);
            int[] a = [.. Enumerable.Range(0, 40).Select(_ => random.Below(4))];
            int[] b = [.. Enumerable.Range(0, 40).Select(_ => random.Below(3))];
            int[] renamed = [.. a.Select(label => 3 - label)];
            var (one, other) = (PartitionAgreement.Of(a, b), PartitionAgreement.Of(renamed, b));
            return Math.Abs(one.AdjustedRand - other.AdjustedRand) < 1e-12 && Math.Abs(one.MutualInformation - other.MutualInformation) < 1e-12 && one.Purity == other.Purity;
        }).QuickCheckThrowOnFailure();
}
