namespace Lucarne.Insight.Features;

/// <summary>First-order statistics of the intensities of a region, as the IBSI reference manual v11 defines them in section 3.3.</summary>
internal static class IntensityStatistics
{
    /// <summary>The figures' names, in the order of <see cref="Of"/>, as in IBSI 3.3.1 to 3.3.18.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "mean", "variance", "skewness", "kurtosis", "median", "minimum", "percentile_10", "percentile_90", "maximum", "interquartile_range", "range",
        "mean_absolute_deviation", "robust_mean_absolute_deviation", "median_absolute_deviation", "coefficient_of_variation",
        "quartile_coefficient_of_dispersion", "energy", "root_mean_square",
    ];

    /// <summary>The figures of intensities, at least one; variance is divided by their count, kurtosis is in excess of the normal
    /// distribution's, percentiles lie between two values in proportion. NaN where a figure is not defined.</summary>
    public static double[] Of(IReadOnlyCollection<double> intensities)
    {
        double[] sorted = [.. intensities.Order()];
        var (count, mean) = (sorted.Length, sorted.Average());
        double Moment(int power) => sorted.Sum(value => Math.Pow(value - mean, power)) / count;
        var variance = Moment(2);
        var (low, high, median) = (Percentile(sorted, 0.1), Percentile(sorted, 0.9), Percentile(sorted, 0.5));
        var (quarter, threeQuarters) = (Percentile(sorted, 0.25), Percentile(sorted, 0.75));
        double[] inner = [.. sorted.Where(value => value >= low && value <= high)];
        var innerMean = inner.Average();
        var energy = sorted.Sum(value => value * value);
        return
        [
            mean, variance, variance > 0 ? Moment(3) / Math.Pow(variance, 1.5) : double.NaN, variance > 0 ? (Moment(4) / (variance * variance)) - 3 : double.NaN,
            median, sorted[0], low, high, sorted[^1], threeQuarters - quarter, sorted[^1] - sorted[0],
            sorted.Average(value => Math.Abs(value - mean)), inner.Average(value => Math.Abs(value - innerMean)), sorted.Average(value => Math.Abs(value - median)),
            mean != 0 ? Math.Sqrt(variance) / mean : double.NaN, threeQuarters + quarter != 0 ? (threeQuarters - quarter) / (threeQuarters + quarter) : double.NaN,
            energy, Math.Sqrt(energy / count),
        ];
    }

    private static double Percentile(double[] sorted, double fraction)
    {
        var place = fraction * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
