using System.Globalization;
using Lucarne.Insight.Certainty;
using Lucarne.Learning.Randomness;

namespace Lucarne.Insight.Tests.Certainty;

public sealed class GroupedQuantileTests
{
    [Theory]
    [InlineData(19, 0.95, 19)] // ⌈20 · 0.95⌉ = 19
    [InlineData(28, 0.95, 28)] // ⌈29 · 0.95⌉ = ⌈27.55⌉
    [InlineData(99, 0.90, 90)] // ⌈100 · 0.90⌉
    [InlineData(10, 0.50, 6)] // ⌈11 · 0.50⌉
    public void With_a_picture_per_group_it_is_the_finite_sample_quantile(int count, double level, int rank)
    {
        double[] scores = [.. Enumerable.Range(1, count).Reverse().Select(i => (double)i)];
        string[] groups = [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        Assert.Equal(rank, GroupedQuantile.Of(scores, groups, level));
    }

    [Fact]
    public void Too_few_groups_promise_nothing()
    {
        // 18 groups: the largest score has a weight of 18 / 19 = 0.947 below 0.95.
        double[] scores = [.. Enumerable.Range(0, 18).Select(i => (double)i)];
        Assert.Equal(double.PositiveInfinity, GroupedQuantile.Of(scores, [.. scores.Select(i => $"{i}")], 0.95));
        Assert.Equal(double.PositiveInfinity, GroupedQuantile.Of([], [], 0.95));
    }

    [Fact]
    public void A_patient_with_many_pictures_weighs_no_more_than_one_with_a_single_picture()
    {
        // Three patients weigh 1/4 each. The first one's four pictures stand at 1, 2, 3, 4 with 1/16 each; then 10 and 20.
        double[] scores = [1, 2, 3, 4, 10, 20];
        string[] groups = ["a", "a", "a", "a", "b", "c"];
        Assert.Equal(4, GroupedQuantile.Of(scores, groups, 0.25));
        Assert.Equal(10, GroupedQuantile.Of(scores, groups, 0.5));
        Assert.Equal(20, GroupedQuantile.Of(scores, groups, 0.75));
        Assert.Equal(double.PositiveInfinity, GroupedQuantile.Of(scores, groups, 0.76));
    }

    [Fact]
    public void New_patients_lie_below_the_bound_as_often_as_was_wanted()
    {
        const int trials = 4000;
        var chance = Xoshiro256.For(11, 0);
        var below = 0;
        for (var trial = 0; trial < trials; trial++)
        {
            var (scores, groups) = (new List<double>(), new List<string>());
            for (var patient = 0; patient < 30; patient++)
            {
                // Slices of one patient are alike: a patient's own level and a little beside it.
                var level = chance.Unit();
                var slices = 1 + (int)(chance.Unit() * 5);
                for (var slice = 0; slice < slices; slice++) (scores, groups) = ([.. scores, level + (0.1 * chance.Unit())], [.. groups, $"{patient}"]);
            }

            var bound = GroupedQuantile.Of(scores, groups, 0.9);
            if (chance.Unit() + (0.1 * chance.Unit()) <= bound) below++;
        }

        // The guarantee is at least 0.9; four standard errors of 4,000 draws are 0.019.
        Assert.InRange((double)below / trials, 0.9 - 0.019, 0.96);
    }

    [Fact]
    public void A_set_holds_the_likely_classes_and_always_the_first()
    {
        Assert.Equal([1, 0], new PredictionSets(0.7).Of([0.35, 0.6, 0.05]));
        Assert.Equal([1], new PredictionSets(0.1).Of([0.35, 0.6, 0.05]));
        Assert.Equal([1, 0, 2], new PredictionSets(double.PositiveInfinity).Of([0.35, 0.6, 0.05]));
    }
}
