using System.Text.Json.Serialization;

namespace Lucarne.Learning.Evaluate;

/// <summary>Means over classes. <c>Auc</c> is one class against the rest; null where it is undefined.</summary>
public sealed record AveragedMetrics(double? Precision, double? Recall, double? F1, double? Auc);

/// <summary>
/// One class against the rest, fractions. For a class without a test picture all but <c>Specificity</c> and
/// <c>Support</c> are null; <c>Precision</c> of a class that is never predicted is 0.
/// </summary>
/// <param name="Precision">Of the pictures given this class, the fraction that is of it.</param>
/// <param name="Recall">Of the pictures of this class, the fraction given it (sensitivity).</param>
/// <param name="Specificity">Of the pictures of other classes, the fraction not given it.</param>
/// <param name="F1">Harmonic mean of precision and recall.</param>
/// <param name="Auc">Area under the ROC curve, ties counting half.</param>
/// <param name="Support">Test pictures of this class.</param>
public sealed record ClassMetrics(
    double? Precision, double? Recall, double? Specificity, double? F1, double? Auc, int Support);

/// <summary>How the intervals were drawn.</summary>
/// <param name="Unit">"group" where whole groups were drawn again, else "picture".</param>
/// <param name="Units">How many there were.</param>
/// <param name="Resamples">How many times they were drawn again.</param>
/// <param name="Seed">Seed of the generator.</param>
public sealed record BootstrapSettings(string Unit, int Units, int Resamples, ulong Seed);

/// <summary>
/// The judgement of a classifier on pictures it was not trained on: metrics.json. All figures are fractions;
/// <c>ConfusionMatrix</c> is [K, K] with rows the true class.
/// </summary>
public sealed record ClassificationMetrics
{
    /// <summary>Always "classification".</summary>
    public string Task { get; init; } = "classification";

    /// <summary>Class names, in the order of every row and column below.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Pictures judged.</summary>
    public required int N { get; init; }

    /// <summary>Fraction that is right.</summary>
    public required double Accuracy { get; init; }

    /// <summary>95 % interval of <see cref="Accuracy"/>, percentile bootstrap over groups, or over pictures where there are none.</summary>
    public required Interval AccuracyCi95 { get; init; }

    /// <summary>Mean recall over the classes that have pictures.</summary>
    public required double BalancedAccuracy { get; init; }

    /// <summary>95 % interval of <see cref="BalancedAccuracy"/>, from the same resamples.</summary>
    public Interval? BalancedAccuracyCi95 { get; init; }

    /// <summary>Plain means over the classes that have pictures.</summary>
    public required AveragedMetrics Macro { get; init; }

    /// <summary>Means weighted by the number of pictures of each class.</summary>
    public required AveragedMetrics Weighted { get; init; }

    /// <summary>Each class against the rest, by class name.</summary>
    public required IReadOnlyDictionary<string, ClassMetrics> PerClass { get; init; }

    /// <summary>Counts, rows the true class and columns the predicted one.</summary>
    [JsonConverter(typeof(CompactMatrixConverter))]
    public required int[][] ConfusionMatrix { get; init; }

    /// <summary>Expected calibration error of the top class, 15 equal-width bins.</summary>
    public required double Ece { get; init; }

    /// <summary>Brier score, the sum over classes averaged over pictures: 0 to 2.</summary>
    public required double Brier { get; init; }

    /// <summary>Mean negative natural logarithm of the probability given to the true class.</summary>
    public required double LogLoss { get; init; }

    /// <summary>How the intervals were drawn.</summary>
    public BootstrapSettings? Bootstrap { get; init; }

    /// <summary>What a reader must know of the figures, such as classes that have no test picture.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Judges <paramref name="predictions"/>.</summary>
    /// <param name="classes">Class names; <see cref="Prediction.Truth"/> and the probabilities follow their order.</param>
    /// <param name="predictions">One per picture; where any has a group the interval is drawn over groups.</param>
    /// <param name="seed">Seed of the bootstrap; the same seed gives the same interval on every machine.</param>
    /// <param name="resamples">Times the pictures or groups are drawn again.</param>
    /// <exception cref="EvaluationException">There is nothing to judge, or a prediction does not fit the classes.</exception>
    public static ClassificationMetrics Compute(
        IReadOnlyList<string> classes, IReadOnlyList<Prediction> predictions, ulong seed, int resamples = 2000) =>
        Judgement.Compute(classes, predictions, seed, resamples);

    /// <summary>Writes metrics.json, beside its place first and then renamed.</summary>
    public void Write(string path) => MetricsJson.Write(path, this);

    /// <summary>Reads a metrics.json of a classifier.</summary>
    /// <exception cref="EvaluationException">The file is missing or is not such a file.</exception>
    public static ClassificationMetrics Read(string path) => MetricsJson.Read(path);

    /// <summary>The text that <see cref="Write"/> writes.</summary>
    public string ToJson() => MetricsJson.Text(this);
}
