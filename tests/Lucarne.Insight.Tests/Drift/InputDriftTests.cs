using Lucarne.Insight.Drift;
using Lucarne.Learning.Randomness;

namespace Lucarne.Insight.Tests.Drift;

/// <summary>Whether what a clinic sends still looks like what a model was judged on.</summary>
public sealed class InputDriftTests
{
    private static readonly DateOnly Wednesday = new(2026, 3, 4);
    private static readonly TestAnswers Test = new([new("no", 50), new("yes", 50)], new TestCertainty(0.95, 0.94, 90, 85, 8, 2));

    [Fact]
    public void The_index_is_the_sum_over_bins_of_the_difference_times_the_logarithm_of_the_ratio()
    {
        // With half a picture more in each bin: 60.5/101 and 40.5/101 against 80.5/101 and 20.5/101.
        var expected = ((80.5 - 60.5) / 101 * Math.Log(80.5 / 60.5)) + ((20.5 - 40.5) / 101 * Math.Log(20.5 / 40.5));
        var found = PopulationStability.Of([60, 40], [80, 20]);
        Assert.Equal(expected, found.Index, 1e-12);

        // χ² of one degree at 95 % is 1.959963985², as the normal's quantile at 97.5 %.
        Assert.Equal(1.959963985 * 1.959963985 * (0.01 + 0.01), found.ByChance, 1e-6);
        Assert.True(found.HasMoved);
        Assert.Equal(0, PopulationStability.Of([60, 40], [60, 40]).Index, 1e-15);
    }

    [Fact]
    public void An_empty_bin_has_an_index_that_is_a_number() => Assert.InRange(PopulationStability.Of([100, 0, 30], [0, 50, 30]).Index, 1, 20);

    [Fact]
    public void Shares_that_have_not_moved_exceed_what_chance_moves_them_in_about_one_draw_of_twenty()
    {
        var random = new Xoshiro256(7);
        int Draw()
        {
            var at = random.Below(10);
            return at < 5 ? 0 : at < 8 ? 1 : 2;
        }

        int[] Counts(int pictures)
        {
            var counts = new int[3];
            for (var i = 0; i < pictures; i++) counts[Draw()]++;
            return counts;
        }

        // 2000 draws with 5 % each: 100 on average, with a standard deviation of √(2000 · 0.05 · 0.95) ≈ 9.7; four of them to both sides.
        var beyond = Enumerable.Range(0, 2000).Count(_ => PopulationStability.Of(Counts(300), Counts(120)) is var one && one.Index > one.ByChance);
        Assert.InRange(beyond, 61, 139);
    }

    [Fact]
    public void Answers_are_counted_by_the_week_they_fall_in()
    {
        var drift = InputDrift.Of(Test,
        [
            new(Wednesday, "yes", Decision.Predicted),
            new(new(2026, 3, 2), "no", Decision.Unsure),
            new(new(2026, 3, 1), null, Decision.NotForThisModel),
            new(new(2025, 1, 1), "yes", Decision.Predicted),
            new(new(2026, 3, 5), "yes", Decision.Predicted),
        ], Wednesday, weeks: 3);
        Assert.Equal([new DateOnly(2026, 2, 16), new(2026, 2, 23), new(2026, 3, 2)], drift.Weeks.Select(week => week.Monday));
        Assert.Equal([0, 1, 2], drift.Weeks.Select(week => week.Pictures));
        Assert.Equal([0, 1, 0], drift.Weeks.Select(week => week.Refused));
        Assert.Equal([null, 0, 0.5], drift.Weeks.Select(week => week.UnsureShare));
        Assert.Equal(3, drift.Together.Pictures);
        Assert.Null(drift.Together.Stability);
    }

    [Theory]
    [InlineData(10, 10, false)]
    [InlineData(0, 20, true)]
    public void A_week_with_enough_answers_says_whether_the_classes_have_moved(int no, int yes, bool moved)
    {
        var answers = Enumerable.Repeat("no", no).Concat(Enumerable.Repeat("yes", yes)).Select(name => new GivenAnswer(Wednesday, name, Decision.Predicted));
        Assert.Equal(moved, InputDrift.Of(Test, answers, Wednesday).Weeks[^1].Stability?.HasMoved);
    }

    [Fact]
    public void A_folder_without_answers_has_nothing_to_hold_others_against() => Assert.Null(TestAnswers.Read(Path.Combine(Path.GetTempPath(), "lucarne-no-run")));
}
