namespace Lucarne.Learning.Evaluate;

/// <summary>Counts [K, K], rows the true class and columns the predicted one, and what follows from them alone.</summary>
internal sealed class ConfusionMatrix
{
    public ConfusionMatrix(int classes, IEnumerable<Prediction> predictions)
    {
        Counts = [.. Enumerable.Range(0, classes).Select(_ => new int[classes])];
        foreach (var p in predictions)
        {
            Counts[p.Truth][p.Predicted]++;
            Total++;
        }
    }

    public int[][] Counts { get; }

    public int Total { get; }

    public int Right => Enumerable.Range(0, Counts.Length).Sum(k => Counts[k][k]);

    public int Support(int k) => Counts[k].Sum();

    public double? Recall(int k) => Ratio(Counts[k][k], Support(k));

    /// <summary>
    /// 0 for a class that has pictures and is never predicted, as scikit-learn's zero_division=0; null for a class
    /// without pictures, whose precision says nothing of the network.
    /// </summary>
    public double? Precision(int k) => Support(k) == 0 ? null : Ratio(Counts[k][k], PredictedAs(k)) ?? 0;

    /// <summary>2 TP / (2 TP + FP + FN).</summary>
    public double? F1(int k) => Support(k) == 0 ? null : Ratio(2 * Counts[k][k], Support(k) + PredictedAs(k));

    /// <summary>TN / (TN + FP), one class against the rest; null where every picture is of this class.</summary>
    public double? Specificity(int k)
    {
        var negatives = Total - Support(k);
        return Ratio(negatives - (PredictedAs(k) - Counts[k][k]), negatives);
    }

    private int PredictedAs(int k) => Counts.Sum(row => row[k]);

    private static double? Ratio(int part, int whole) => whole == 0 ? null : (double)part / whole;
}
