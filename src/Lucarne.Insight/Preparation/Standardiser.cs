namespace Lucarne.Insight.Preparation;

/// <summary>Brings every column to mean 0 and standard deviation 1, by the figures of the rows it was fitted on.</summary>
/// <param name="Means">Of each column.</param>
/// <param name="Deviations">Of the population (divided by the count of rows); 1 where a column does not vary.</param>
internal sealed record Standardiser(double[] Means, double[] Deviations)
{
    // Below this part of its size a column varies by rounding alone.
    private const double Negligible = 1e-10;

    /// <summary>Measures the columns of rows [N][D], N at least 1.</summary>
    public static Standardiser Fit(IReadOnlyList<double[]> rows)
    {
        var width = rows[0].Length;
        var means = new double[width];
        var deviations = new double[width];
        for (var column = 0; column < width; column++)
        {
            var mean = rows.Average(row => row[column]);
            var deviation = Math.Sqrt(rows.Average(row => (row[column] - mean) * (row[column] - mean)));
            means[column] = mean;
            deviations[column] = deviation > Negligible * Math.Max(1, Math.Abs(mean)) ? deviation : 1;
        }

        return new(means, deviations);
    }

    /// <summary>A row in units of standard deviations from the mean.</summary>
    public double[] Apply(IReadOnlyList<double> row)
    {
        var standard = new double[Means.Length];
        for (var column = 0; column < standard.Length; column++) standard[column] = (row[column] - Means[column]) / Deviations[column];
        return standard;
    }

    /// <summary>Rows in the same order.</summary>
    public double[][] Apply(IEnumerable<double[]> rows) => [.. rows.Select(row => Apply(row))];
}
