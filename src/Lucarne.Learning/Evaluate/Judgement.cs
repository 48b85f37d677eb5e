namespace Lucarne.Learning.Evaluate;

/// <summary>Puts the figures of metrics.json together.</summary>
internal static class Judgement
{
    // Probabilities come from float32 softmax; more than this away from one, they are something else.
    private const double SumTolerance = 1e-3;

    public static ClassificationMetrics Compute(
        IReadOnlyList<string> classes, IReadOnlyList<Prediction> predictions, ulong seed, int resamples)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(resamples);
        Validate(classes, predictions);
        var matrix = new ConfusionMatrix(classes.Count, predictions);
        var perClass = Enumerable.Range(0, classes.Count).Select(k => new ClassMetrics(
            matrix.Precision(k), matrix.Recall(k), matrix.Specificity(k), matrix.F1(k),
            RankedScores.OfClass(predictions, k).AreaUnderRoc, matrix.Support(k))).ToArray();
        var interval = AccuracyBootstrap.Run(classes.Count, predictions, seed, resamples);
        return new()
        {
            Classes = [.. classes],
            N = predictions.Count,
            Accuracy = (double)matrix.Right / matrix.Total,
            AccuracyCi95 = interval.Accuracy,
            BalancedAccuracy = perClass.Where(c => c.Support > 0).Average(c => c.Recall!.Value),
            BalancedAccuracyCi95 = interval.BalancedAccuracy,
            Macro = Average(perClass, _ => 1),
            Weighted = Average(perClass, c => c.Support),
            PerClass = classes.Zip(perClass).ToDictionary(pair => pair.First, pair => pair.Second),
            ConfusionMatrix = matrix.Counts,
            Ece = Reliability.ExpectedCalibrationError(Reliability.Bins(predictions)),
            Brier = ProbabilityScores.Brier(predictions),
            LogLoss = ProbabilityScores.LogLoss(predictions),
            Bootstrap = new(interval.ByGroup ? "group" : "picture", interval.Units, resamples, seed),
            Notes = Notes(classes, perClass),
        };
    }

    private static AveragedMetrics Average(ClassMetrics[] perClass, Func<ClassMetrics, double> weight)
    {
        var present = perClass.Where(c => c.Support > 0).ToArray();
        double? Mean(Func<ClassMetrics, double?> figure)
        {
            var defined = present.Where(c => figure(c) is not null).ToArray();
            return defined.Length == 0 ? null : defined.Sum(c => weight(c) * figure(c)!.Value) / defined.Sum(weight);
        }
        return new(Mean(c => c.Precision), Mean(c => c.Recall), Mean(c => c.F1), Mean(c => c.Auc));
    }

    private static List<string> Notes(IReadOnlyList<string> classes, ClassMetrics[] perClass)
    {
        var notes = new List<string>();
        var empty = classes.Where((_, k) => perClass[k].Support == 0).ToArray();
        if (empty.Length > 0)
            notes.Add($"No test picture of {string.Join(", ", empty)}: its figures are undefined (null) and take no part in the means.");
        if (perClass.Count(c => c.Support > 0) == 1)
            notes.Add("All test pictures are of one class: AUC is undefined (null).");
        var never = classes.Where((_, k) => perClass[k] is { Support: > 0, Precision: 0, Recall: 0 }).ToArray();
        if (never.Length > 0)
            notes.Add($"No picture of {string.Join(", ", never)} was recognised.");
        return notes;
    }

    private static void Validate(IReadOnlyList<string> classes, IReadOnlyList<Prediction> predictions)
    {
        if (classes.Count < 2)
            throw new EvaluationException($"A classifier is judged over two classes or more, but {classes.Count} was given.");
        if (classes.Distinct(StringComparer.Ordinal).Count() != classes.Count)
            throw new EvaluationException($"The classes {string.Join(", ", classes)} name one twice; give each its own name.");
        if (predictions.Count == 0)
            throw new EvaluationException("There is no prediction to judge: the test part is empty; give more pictures or a larger test part.");
        foreach (var p in predictions)
        {
            if (p.Probabilities.Length != classes.Count)
                throw new EvaluationException($"{p.File} has {p.Probabilities.Length} probabilities, but there are {classes.Count} classes.");
            if (p.Truth < 0 || p.Truth >= classes.Count)
                throw new EvaluationException($"{p.File} has true class number {p.Truth}, but classes are numbered 0 to {classes.Count - 1}.");
            if (!p.Probabilities.All(v => v is >= 0 and <= 1 + SumTolerance) || Math.Abs(p.Probabilities.Sum() - 1) > SumTolerance)
                throw new EvaluationException(
                    $"{p.File} has values that are no probabilities ({string.Join(", ", p.Probabilities.Select(v => FormattableString.Invariant($"{v:G4}")))}): " +
                    "each must lie between 0 and 1 and they must sum to one; apply softmax or the sigmoid first.");
        }
    }
}
