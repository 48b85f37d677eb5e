namespace Lucarne.Insight.Preparation;

/// <summary>A feature that is not used, and why.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Reason">missing, constant or correlated.</param>
/// <param name="Value">The part of the pictures that lack it, or its correlation; 0 for a constant one.</param>
/// <param name="With">The feature that it repeats; null for other reasons.</param>
internal sealed record DroppedFeature(string Name, string Reason, double Value, string? With);

/// <summary>Which columns of a table are kept, by what its training part shows.</summary>
/// <param name="Kept">Indices of the columns kept.</param>
/// <param name="Medians">Of every column of the table: what stands for a value that is missing.</param>
/// <param name="Dropped">The others.</param>
internal sealed record FeatureCleaning(IReadOnlyList<int> Kept, double[] Medians, IReadOnlyList<DroppedFeature> Dropped)
{
    /// <summary>A feature that more than this part of the training pictures lacks is dropped.</summary>
    public const double MostMissing = 0.1;

    /// <summary>A feature that correlates at least this much, either way, with one before it is dropped: it says the same again.</summary>
    public const double MostCorrelated = 0.95;

    private const double Negligible = 1e-9;

    /// <summary>Looks at the training part's rows [N][D].</summary>
    public static FeatureCleaning Fit(IReadOnlyList<string> names, IReadOnlyList<double[]> rows)
    {
        var dropped = new List<DroppedFeature>();
        var medians = new double[names.Count];
        var varying = new List<int>();
        for (var column = 0; column < names.Count; column++)
        {
            double[] there = [.. rows.Select(row => row[column]).Where(double.IsFinite).Order()];
            medians[column] = there.Length == 0 ? 0 : (there[(there.Length - 1) / 2] + there[there.Length / 2]) / 2;
            var missing = 1 - ((double)there.Length / rows.Count);
            if (missing > MostMissing) dropped.Add(new(names[column], "missing", Math.Round(missing, 4), null));
            else if (there[^1] - there[0] <= Negligible * Math.Max(1, Math.Abs(there[0]))) dropped.Add(new(names[column], "constant", 0, null));
            else varying.Add(column);
        }

        var kept = new List<int>();
        if (varying.Count > 0)
        {
            var correlations = Correlation.Matrix([.. rows.Select(row => Take(row, varying, medians))]);
            for (var i = 0; i < varying.Count; i++)
            {
                var twin = kept.FindIndex(column => Math.Abs(correlations[i][varying.IndexOf(column)]) >= MostCorrelated);
                if (twin < 0) kept.Add(varying[i]);
                else dropped.Add(new(names[varying[i]], "correlated", Math.Round(correlations[i][varying.IndexOf(kept[twin])], 4), names[kept[twin]]));
            }
        }

        return new(kept, medians, dropped);
    }

    /// <summary>The kept columns of a row, missing values replaced by the training part's median.</summary>
    public double[] Apply(double[] row) => Take(row, Kept, Medians);

    private static double[] Take(double[] row, IEnumerable<int> columns, double[] medians) =>
        [.. columns.Select(column => double.IsFinite(row[column]) ? row[column] : medians[column])];
}
