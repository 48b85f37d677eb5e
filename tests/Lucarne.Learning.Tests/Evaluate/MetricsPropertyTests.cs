using FsCheck;
using FsCheck.Fluent;
using Lucarne.Learning.Evaluate;

namespace Lucarne.Learning.Tests.Evaluate;

public class MetricsPropertyTests
{
    private static readonly Arbitrary<IReadOnlyList<Prediction>> AnyPredictions = (
        from classes in Gen.Choose(2, 5)
        from count in Gen.Choose(1, 60)
        from seed in Gen.Choose(0, int.MaxValue)
        from decimals in Gen.Choose(0, 3)
        select SyntheticPredictions.Draw(classes, count, (ulong)seed, decimals: decimals, groupSize: decimals)).ToArbitrary();

    [Fact]
    public void Confusion_matrix_sums_to_the_pictures_and_its_rows_to_the_supports() =>
        Check(AnyPredictions, (predictions, metrics) =>
            metrics.ConfusionMatrix.Sum(row => row.Sum()) == predictions.Count &&
            metrics.PerClass.Values.Select(c => c.Support).SequenceEqual(metrics.ConfusionMatrix.Select(row => row.Sum())) &&
            metrics.ConfusionMatrix.Select((row, k) => row[k]).Sum() == Math.Round(metrics.Accuracy * predictions.Count));

    [Fact]
    public void Weighted_recall_is_accuracy_and_macro_recall_is_balanced_accuracy() =>
        Check(AnyPredictions, (_, metrics) =>
            Math.Abs(metrics.Weighted.Recall!.Value - metrics.Accuracy) < 1e-12 &&
            Math.Abs(metrics.Macro.Recall!.Value - metrics.BalancedAccuracy) < 1e-12);

    [Fact]
    public void Every_fraction_lies_between_zero_and_one_and_the_interval_is_in_order() =>
        Check(AnyPredictions, (_, metrics) =>
            metrics.PerClass.Values.SelectMany(c => new[] { c.Precision, c.Recall, c.Specificity, c.F1, c.Auc })
                .Append(metrics.Ece).Append(metrics.Brier / 2).All(v => v is null or (>= 0 and <= 1)) &&
            metrics.AccuracyCi95.Low <= metrics.AccuracyCi95.High && metrics.AccuracyCi95.Low >= 0 && metrics.AccuracyCi95.High <= 1);

    [Fact]
    public void Auc_does_not_change_under_a_rising_map_of_the_scores_and_mirrors_under_a_falling_one() =>
        Prop.ForAll(AnyPredictions, predictions =>
        {
            bool[] labels = [.. predictions.Select(p => p.Truth == 0)];
            double? Area(Func<double, double> map) =>
                new RankedScores([.. predictions.Select(p => map(p.Probabilities[0]))], labels).AreaUnderRoc;
            // A rank is a rising map that rounding cannot turn into ties.
            double[] distinct = [.. predictions.Select(p => p.Probabilities[0]).Distinct().Order()];
            var area = Area(p => p);
            return area == Area(p => Math.Exp(Array.IndexOf(distinct, p))) &&
                (area is null || Math.Abs(1 - area.Value - Area(p => -p)!.Value) < 1e-12);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Auc_is_the_trapezoidal_area_of_the_ROC_curve() =>
        Prop.ForAll(AnyPredictions, predictions =>
        {
            var ranked = RankedScores.OfClass(predictions, 0);
            var curve = ranked.RocCurve();
            var area = curve.Zip(curve.Skip(1), (a, b) =>
                (b.FalsePositiveRate - a.FalsePositiveRate) * (a.TruePositiveRate + b.TruePositiveRate) / 2).Sum();
            return ranked.AreaUnderRoc is not double auc ? curve.Count == 0 : Math.Abs(auc - area) < 1e-12;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Reliability_bins_hold_every_picture_once() =>
        Prop.ForAll(AnyPredictions, predictions =>
        {
            var bins = Reliability.Bins(predictions);
            return bins.Sum(b => b.Count) == predictions.Count &&
                bins.All(b => b.Count == predictions.Count(p => p.Confidence > b.Low && p.Confidence <= b.High));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_the_pictures_changes_no_figure_but_the_interval() =>
        Prop.ForAll(AnyPredictions, predictions =>
        {
            var classes = SyntheticPredictions.Names(predictions[0].Probabilities.Length);
            var forward = ClassificationMetrics.Compute(classes, predictions, 1, resamples: 5);
            var backward = ClassificationMetrics.Compute(classes, [.. predictions.Reverse()], 1, resamples: 5);
            return forward.Macro == backward.Macro && Math.Abs(forward.LogLoss - backward.LogLoss) < 1e-12 &&
                Math.Abs(forward.Ece - backward.Ece) < 1e-12;
        }).QuickCheckThrowOnFailure();

    private static void Check(Arbitrary<IReadOnlyList<Prediction>> arbitrary, Func<IReadOnlyList<Prediction>, ClassificationMetrics, bool> holds) =>
        Prop.ForAll(arbitrary, predictions =>
            holds(predictions, ClassificationMetrics.Compute(
                SyntheticPredictions.Names(predictions[0].Probabilities.Length), predictions, 1, resamples: 20)))
            .QuickCheckThrowOnFailure();
}
