using MathNet.Numerics.Distributions;

namespace Lucarne.Insight.Preparation;

/// <summary>One-way analysis of variance (Fisher 1925): how far classes lie apart in one feature, against how far they spread.</summary>
/// <param name="F">The variance between classes over that within; infinite where classes do not vary and differ.</param>
/// <param name="P">The probability of so large an F where all classes have one mean, normal and equally wide.</param>
internal readonly record struct VarianceRatio(double F, double P)
{
    /// <summary>Of values with the class of each, 0 … K − 1; F 0 and P 1 where there is nothing to compare.</summary>
    public static VarianceRatio Of(IReadOnlyList<double> values, IReadOnlyList<int> classes)
    {
        var mean = values.Average();
        double[][] groups = [.. classes.Zip(values).GroupBy(pair => pair.First).Select(group => group.Select(pair => pair.Second).ToArray())];
        var (between, within) = (groups.Length - 1, values.Count - groups.Length);
        if (between < 1 || within < 1) return new(0, 1);
        var apart = groups.Sum(group => group.Length * (group.Average() - mean) * (group.Average() - mean)) / between;
        var spread = groups.Sum(group => group.Sum(value => (value - group.Average()) * (value - group.Average()))) / within;
        if (spread <= 0) return apart > 0 ? new(double.PositiveInfinity, 0) : new(0, 1);
        var f = apart / spread;

        // The upper tail by the beta function of the complement keeps small probabilities, which 1 − CDF would round to 0.
        return new(f, Beta.CDF(within / 2.0, between / 2.0, within / (within + (between * f))));
    }
}
