using Lucarne.Insight.Features;
using Lucarne.Insight.Preparation;
using Lucarne.Learning.Randomness;

namespace Lucarne.Insight.Tests.Preparation;

public sealed class CleaningTests
{
    private static readonly string[] Names = ["a", "same", "lost", "twice_a", "b"];

    [Fact]
    public void Every_feature_that_is_dropped_has_its_reason()
    {
        var random = Xoshiro256.For(1);
        double[][] rows = [.. Enumerable.Range(0, 40).Select(i =>
        {
            var a = random.Normal();
            return new[] { a, 7, i % 4 == 0 ? double.NaN : random.Normal(), (-2 * a) + 1, random.Normal() };
        })];
        var cleaning = FeatureCleaning.Fit(Names, rows);
        Assert.Equal([0, 4], cleaning.Kept);
        Assert.Equal([("lost", "missing", null), ("same", "constant", null), ("twice_a", "correlated", "a")],
            cleaning.Dropped.OrderBy(one => one.Name, StringComparer.Ordinal).Select(one => (one.Name, one.Reason, one.With)));
        // A quarter is missing; −2a + 1 falls exactly as a rises.
        Assert.Equal(0.25, cleaning.Dropped.Single(one => one.Name == "lost").Value, 1e-12);
        Assert.Equal(-1, cleaning.Dropped.Single(one => one.Name == "twice_a").Value, 1e-12);
    }

    [Fact]
    public void A_value_that_is_missing_here_and_there_becomes_the_training_parts_median()
    {
        double[][] rows = [.. Enumerable.Range(0, 21).Select(i => new[] { i == 0 ? double.NaN : i, (i * 7 % 10) + 0.0 })];
        var cleaning = FeatureCleaning.Fit(["x", "y"], rows);
        // The median of 1 … 20.
        Assert.Equal(10.5, cleaning.Apply(rows[0])[0]);
        Assert.Equal(3, cleaning.Apply([3, 1])[0]);
    }

    [Fact]
    public void Test_pictures_change_nothing_that_is_fitted()
    {
        var random = Xoshiro256.For(9);
        FeatureRow[] train = [.. Enumerable.Range(0, 30).Select(i => new FeatureRow($"{i}", "train", "x", [random.Normal(), random.Normal(), random.Normal()]))];
        var alone = PreparedFeatures.Fit(new(["a", "b", "c"], train));
        var with = PreparedFeatures.Fit(new(["a", "b", "c"], [.. train, new("wild", "test", "y", [1e6, double.NaN, -1e6])]));
        Assert.Equal(alone.Scale.Means, with.Scale.Means);
        Assert.Equal(alone.Scale.Deviations, with.Scale.Deviations);
        Assert.Equal(alone.Components.Axes.SelectMany(axis => axis), with.Components.Axes.SelectMany(axis => axis));
    }

    [Fact]
    public void A_feature_that_tells_the_classes_apart_leads_in_every_fold()
    {
        var random = Xoshiro256.For(2);
        int[] classes = [.. Enumerable.Range(0, 100).Select(i => i % 2)];
        double[][] rows = [.. classes.Select(one => Enumerable.Range(0, 20).Select(column => random.Normal() + (column == 13 ? 4 * one : 0)).ToArray())];
        var ranking = FeatureRanking.Of([.. Enumerable.Range(0, 20).Select(i => $"f{i}")], rows, classes, [.. Enumerable.Range(0, 100).Select(i => $"patient {i / 2}")], 3);
        Assert.Equal("f13", ranking.Features[0].Name);
        Assert.Equal(5, ranking.Folds);
        Assert.Equal(5, ranking.Features[0].SelectedIn);
    }

    [Fact]
    public void Stability_is_one_for_one_choice_and_falls_as_choices_differ()
    {
        Assert.Equal(1, FeatureRanking.StabilityOf([[0, 1], [1, 0], [0, 1]], 6));

        // Two sets of two out of four that share one: features are chosen 1, ½, ½, 0 of the time; unbiased variances 0, ½, ½, 0 have the mean
        // ¼; a random choice has ½ · ½ = ¼: stability 0.
        Assert.Equal(0, FeatureRanking.StabilityOf([[0, 1], [0, 2]], 4), 1e-12);
    }
}
