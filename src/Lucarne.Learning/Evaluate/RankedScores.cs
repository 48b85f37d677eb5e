namespace Lucarne.Learning.Evaluate;

/// <summary>One point of a ROC curve: fractions of the negatives and of the positives at or above a threshold.</summary>
public readonly record struct RocPoint(double FalsePositiveRate, double TruePositiveRate, double Threshold);

/// <summary>One point of a precision-recall curve, for "positive at or above a threshold".</summary>
public readonly record struct PrecisionRecallPoint(double Recall, double Precision, double Threshold);

/// <summary>
/// One class against the rest: its scores, highest first, with equal scores taken together as one threshold. The
/// curves and areas that depend on the order alone follow from it.
/// </summary>
public sealed class RankedScores
{
    // One entry per distinct score, highest first: the score, and how many positives and negatives are at or above it.
    private readonly List<(double Score, int Positives, int Negatives)> _steps = [];

    /// <summary>Ranks scores [N] of pictures that are of the class (true) or of another one (false).</summary>
    /// <exception cref="ArgumentException">The two lists differ in length, or a score is not a number.</exception>
    public RankedScores(IReadOnlyList<double> scores, IReadOnlyList<bool> isPositive)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(isPositive);
        if (scores.Count != isPositive.Count) throw new ArgumentException("Scores and labels must be as many.", nameof(isPositive));
        if (scores.Any(double.IsNaN)) throw new ArgumentException("A score is not a number.", nameof(scores));
        int positives = 0, negatives = 0;
        foreach (var step in Enumerable.Range(0, scores.Count).GroupBy(i => scores[i]).OrderByDescending(g => g.Key))
        {
            var hits = step.Count(i => isPositive[i]);
            positives += hits;
            negatives += step.Count() - hits;
            _steps.Add((step.Key, positives, negatives));
        }
        Positives = positives;
        Negatives = negatives;
    }

    /// <summary>Ranks the probability of class <paramref name="k"/> over <paramref name="predictions"/>.</summary>
    public static RankedScores OfClass(IReadOnlyList<Prediction> predictions, int k) =>
        new([.. predictions.Select(p => p.Probabilities[k])], [.. predictions.Select(p => p.Truth == k)]);

    /// <summary>Pictures of the class.</summary>
    public int Positives { get; }

    /// <summary>Pictures of other classes.</summary>
    public int Negatives { get; }

    /// <summary>
    /// Area under the ROC curve: the chance that a picture of the class scores above one of another class, ties
    /// counting half (Mann-Whitney with mid-ranks; Hanley and McNeil 1982). Null where either side is empty.
    /// </summary>
    public double? AreaUnderRoc
    {
        get
        {
            if (Positives == 0 || Negatives == 0) return null;
            // In half pairs, so that the sum stays a whole number and exact.
            long halfPairs = 0;
            int positives = 0, negatives = 0;
            foreach (var step in _steps)
            {
                long newNegatives = step.Negatives - negatives;
                halfPairs += newNegatives * (positives + step.Positives);
                (positives, negatives) = (step.Positives, step.Negatives);
            }
            return halfPairs / (2.0 * Positives * Negatives);
        }
    }

    /// <summary>
    /// Average precision, the sum over thresholds of (gain in recall) × precision, without interpolation, as
    /// scikit-learn's average_precision_score. Null where the class has no picture.
    /// </summary>
    public double? AveragePrecision
    {
        get
        {
            if (Positives == 0) return null;
            var sum = 0.0;
            var before = 0;
            foreach (var step in _steps)
            {
                sum += (double)(step.Positives - before) / Positives * step.Positives / (step.Positives + step.Negatives);
                before = step.Positives;
            }
            return sum;
        }
    }

    /// <summary>The ROC curve from (0, 0) to (1, 1), every threshold kept; empty where either side is empty.</summary>
    public IReadOnlyList<RocPoint> RocCurve() => Positives == 0 || Negatives == 0
        ? []
        : [new(0, 0, double.PositiveInfinity),
            .. _steps.Select(s => new RocPoint((double)s.Negatives / Negatives, (double)s.Positives / Positives, s.Score))];

    /// <summary>
    /// The precision-recall curve from recall 0, where precision is 1 by convention, to recall 1; empty where the class
    /// has no picture.
    /// </summary>
    public IReadOnlyList<PrecisionRecallPoint> PrecisionRecallCurve() => Positives == 0
        ? []
        : [new(0, 1, double.PositiveInfinity),
            .. _steps.Select(s => new PrecisionRecallPoint(
                (double)s.Positives / Positives, (double)s.Positives / (s.Positives + s.Negatives), s.Score))];
}
