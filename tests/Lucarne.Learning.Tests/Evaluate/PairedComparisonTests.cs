using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Runs;

namespace Lucarne.Learning.Tests.Evaluate;

public sealed class PairedComparisonTests : IDisposable
{
    private static readonly string[] Classes = ["no", "yes"];

    private readonly string _folder = Directory.CreateTempSubdirectory("lucarne-compare-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1, 6, 2.0 * (1 + 7) / 128)]
    [InlineData(0, 5, 2.0 / 32)]
    [InlineData(3, 3, 1)]
    [InlineData(0, 0, 1)]
    public void McNemars_exact_test_is_twice_the_tail_of_a_fair_coin(int one, int other, double p)
    {
        Assert.Equal(p, PairedComparison.ExactMcNemar(one, other), 1e-12);
        Assert.Equal(p, PairedComparison.ExactMcNemar(other, one), 1e-12);
    }

    [Fact]
    public void Many_pictures_do_not_overflow() =>
        // scipy.stats.binomtest(4800, 10000).pvalue
        Assert.Equal(6.593516e-05, PairedComparison.ExactMcNemar(4800, 5200), 1e-10);

    [Fact]
    public void Both_networks_are_counted_on_the_pictures_that_both_saw()
    {
        // The first has a, b right; the second a, c, d; e and f were each seen by one.
        var comparison = Compare([("a", true), ("b", true), ("c", false), ("d", false), ("e", true)], [("a", true), ("b", false), ("c", true), ("d", true), ("f", true)], []);
        Assert.Equal((4, 4, 0.5, 0.75, 1, 2, 2), (comparison.N, comparison.Units, comparison.AccuracyFirst, comparison.AccuracySecond, comparison.OnlyFirst, comparison.OnlySecond, comparison.LeftOut));
        Assert.Equal(0.25, comparison.Difference, 1e-12);
        Assert.True(comparison.DifferenceCi95.Low < 0 && comparison.DifferenceCi95.High > 0.25);
    }

    [Fact]
    public void Pictures_of_one_patient_are_drawn_together_so_that_the_interval_is_wider()
    {
        (string, bool)[] first = [.. Enumerable.Range(0, 60).Select(i => ($"p{i / 10}-{i}", false))];
        (string, bool)[] second = [.. Enumerable.Range(0, 60).Select(i => ($"p{i / 10}-{i}", i / 10 % 2 == 0))];
        var alone = Compare(first, second, []);
        var grouped = Compare(first, second, first.ToDictionary(row => row.Item1, row => row.Item1[..2]));
        Assert.Equal((60, 6), (alone.Units, grouped.Units));

        // Half of 6 patients: the standard error is √(1/4 / 6) = 0.20, of 60 pictures √(1/4 / 60) = 0.065.
        Assert.InRange(alone.DifferenceCi95.High - alone.DifferenceCi95.Low, 0.2, 0.3);
        Assert.InRange(grouped.DifferenceCi95.High - grouped.DifferenceCi95.Low, 0.6, 0.9);
    }

    [Fact]
    public void Runs_that_share_no_picture_and_answers_to_another_question_are_refused()
    {
        Assert.Contains("judged on different pictures", Assert.Throws<EvaluationException>(() => Compare([("a", true)], [("b", true)], [])).Message, StringComparison.Ordinal);
        var (one, other) = (Table([("a", true)]), new PredictionTable(["no", "yes"], [new Prediction("a", 0, [0.9, 0.1])]));
        Assert.Contains("a is 'yes' in", Assert.Throws<EvaluationException>(() => PairedComparison.Of((one, "first"), (other, "second"), new Dictionary<string, string>(), 1)).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<EvaluationException>(() => PairedComparison.Of(new RunFolder(_folder), new RunFolder(_folder), 1)).Message, StringComparison.Ordinal);
    }

    private static PairedComparison Compare((string, bool)[] first, (string, bool)[] second, Dictionary<string, string> groups) =>
        PairedComparison.Of((Table(first), "first"), (Table(second), "second"), groups, 1);

    private static PredictionTable Table((string File, bool Right)[] rows) =>
        new(Classes, [.. rows.Select(row => new Prediction(row.File, 1, row.Right ? [0.2, 0.8] : [0.8, 0.2]))]);
}
