using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Split;

namespace Lucarne.Learning.Runs;

/// <summary>
/// leakage.json: what the same recipe seems to be worth when pictures are dealt to folds one by one, beside what it is worth for patients that it has
/// not seen. The gap is no skill: pictures of one patient are alike, and the network has met the patients it is judged on.
/// </summary>
/// <param name="Grouped">Figures where a patient is on one side only.</param>
/// <param name="Random">Figures where pictures are dealt one by one.</param>
/// <param name="AccuracyGap">The random split's accuracy minus the grouped one's, on the same pictures.</param>
/// <param name="AccuracyGapCi95">Its 95 % interval, by a bootstrap over groups.</param>
/// <param name="MetBefore">In the random split, the share of judged pictures whose group the network had learned from.</param>
public sealed record Leakage(SplitFigures Grouped, SplitFigures Random, double AccuracyGap, Interval AccuracyGapCi95, double MetBefore)
{
    /// <summary>Whether the interval of the gap lies above nothing.</summary>
    public bool IsCertain => AccuracyGapCi95.Low > 0;

    /// <summary>Compares two cross-validations of one recipe on one set.</summary>
    /// <exception cref="EvaluationException">They are not about the same pictures.</exception>
    public static Leakage Of(CrossValidationResult grouped, CrossValidationResult random, int seed)
    {
        ArgumentNullException.ThrowIfNull(grouped);
        ArgumentNullException.ThrowIfNull(random);
        var pair = PairedComparison.Of(grouped.Place, random.Place, seed);
        return new(SplitFigures.Of(grouped), SplitFigures.Of(random), pair.Difference, pair.DifferenceCi95, Met(grouped, random));
    }

    /// <summary>The file in the folder of a cross-validation.</summary>
    public static string PathIn(string crossval) => Path.Combine(crossval, "leakage.json");

    /// <summary>Writes the file.</summary>
    public void Write(string crossval) => JsonFile.Write(PathIn(crossval), this);

    private static double Met(CrossValidationResult grouped, CrossValidationResult random)
    {
        var groups = Split(grouped, 1).Groups.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var (met, judged) = (0, 0);
        for (var fold = 1; fold <= random.Folds.Count; fold++)
        {
            var split = Split(random, fold);
            var learned = split.Train.Select(file => groups[file]).ToHashSet(StringComparer.Ordinal);
            met += split.Test.Count(file => learned.Contains(groups[file]));
            judged += split.Test.Count;
        }

        return (double)met / judged;
    }

    private static DataSplit Split(CrossValidationResult result, int fold) => SplitFile.Read(CrossValidation.FoldOf(result.Place.Path, fold).Split);
}

/// <summary>The figures of a cross-validation that a comparison shows, each a fraction.</summary>
/// <param name="Accuracy">Of all pictures.</param>
/// <param name="AccuracyCi95">Its 95 % interval. Where pictures are dealt one by one it takes them for independent, and is too narrow.</param>
/// <param name="FoldDeviation">Standard deviation of the folds' accuracies.</param>
/// <param name="BalancedAccuracy">Mean recall of the classes.</param>
/// <param name="MacroAuc">Mean area under the classes' ROC curves; null where it is undefined.</param>
public sealed record SplitFigures(double Accuracy, Interval AccuracyCi95, double FoldDeviation, double BalancedAccuracy, double? MacroAuc)
{
    /// <summary>Takes them from a finished cross-validation.</summary>
    public static SplitFigures Of(CrossValidationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var mean = result.Folds.Average(fold => fold.Accuracy);
        var deviation = Math.Sqrt(result.Folds.Sum(fold => Math.Pow(fold.Accuracy - mean, 2)) / (result.Folds.Count - 1));
        return new(result.Metrics.Accuracy, result.Metrics.AccuracyCi95, deviation, result.Metrics.BalancedAccuracy, result.Metrics.Macro.Auc);
    }
}
