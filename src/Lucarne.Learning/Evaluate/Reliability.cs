namespace Lucarne.Learning.Evaluate;

/// <summary>The answers whose confidence lies in (<paramref name="Low"/>, <paramref name="High"/>].</summary>
/// <param name="Low">Lower end, left out.</param>
/// <param name="High">Upper end, taken in.</param>
/// <param name="Count">Answers in the bin.</param>
/// <param name="Confidence">Their mean confidence; null where there is none.</param>
/// <param name="Accuracy">The fraction of them that is right; null where there is none.</param>
public readonly record struct ReliabilityBin(double Low, double High, int Count, double? Confidence, double? Accuracy);

/// <summary>How well stated confidence agrees with being right (Guo et al., "On calibration of modern neural networks", 2017).</summary>
public static class Reliability
{
    /// <summary>Equal-width bins that <c>ece</c> in metrics.json is computed over.</summary>
    public const int DefaultBins = 15;

    /// <summary>Sorts the answers by the confidence of their top class into equal-width bins over (0, 1].</summary>
    public static IReadOnlyList<ReliabilityBin> Bins(IReadOnlyList<Prediction> predictions, int bins = DefaultBins)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
        var confidence = new double[bins];
        var right = new int[bins];
        var count = new int[bins];
        foreach (var p in predictions)
        {
            var bin = BinOf(p.Confidence, bins);
            confidence[bin] += p.Confidence;
            right[bin] += p.IsRight ? 1 : 0;
            count[bin]++;
        }
        return [.. Enumerable.Range(0, bins).Select(b => new ReliabilityBin(
            (double)b / bins, (double)(b + 1) / bins, count[b],
            count[b] == 0 ? null : confidence[b] / count[b],
            count[b] == 0 ? null : (double)right[b] / count[b]))];
    }

    /// <summary>Expected calibration error: the mean over answers of |accuracy − confidence| of their bin.</summary>
    public static double ExpectedCalibrationError(IReadOnlyList<ReliabilityBin> bins)
    {
        var total = bins.Sum(b => b.Count);
        return bins.Where(b => b.Count > 0).Sum(b => (double)b.Count / total * Math.Abs(b.Accuracy!.Value - b.Confidence!.Value));
    }

    /// <summary>The equal-width bin of a confidence.</summary>
    internal static int BinOf(double confidence, int bins)
    {
        var bin = Math.Clamp((int)Math.Ceiling(confidence * bins) - 1, 0, bins - 1);
        // The product rounds; the bin's own ends decide.
        if (bin > 0 && confidence <= (double)bin / bins) return bin - 1;
        return bin < bins - 1 && confidence > (double)(bin + 1) / bins ? bin + 1 : bin;
    }
}
