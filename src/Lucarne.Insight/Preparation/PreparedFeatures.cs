using Lucarne.Insight.Features;

namespace Lucarne.Insight.Preparation;

/// <summary>A table of features, cleaned and standardised by its training part, with what follows from that alone.</summary>
/// <param name="Table">The table.</param>
/// <param name="Cleaning">Which columns are kept.</param>
/// <param name="Names">Of the kept columns.</param>
/// <param name="Scale">Of the kept columns.</param>
/// <param name="Train">The training part's rows, standardised.</param>
/// <param name="Own">Which of the kept columns are the pictures' own features, and not the network's coordinates.</param>
/// <param name="Components">Of the pictures' own features.</param>
internal sealed record PreparedFeatures(
    FeatureTable Table, FeatureCleaning Cleaning, IReadOnlyList<string> Names, Standardiser Scale, double[][] Train, IReadOnlyList<int> Own, PrincipalComponents Components)
{
    /// <summary>The part of the training pictures.</summary>
    public const string TrainPart = "train";

    /// <summary>Fits everything on the training part, which holds at least two pictures.</summary>
    public static PreparedFeatures Fit(FeatureTable table)
    {
        double[][] train = [.. table.Of(TrainPart).Select(row => row.Values)];
        var cleaning = FeatureCleaning.Fit(table.Names, train);
        double[][] kept = [.. train.Select(cleaning.Apply)];
        string[] names = [.. cleaning.Kept.Select(column => table.Names[column])];
        var scale = Standardiser.Fit(kept);
        var standard = scale.Apply(kept);
        int[] own = [.. Enumerable.Range(0, names.Length).Where(i => !names[i].StartsWith(FeatureWords.Latent, StringComparison.Ordinal))];
        return new(table, cleaning, names, scale, standard, own, PrincipalComponents.Fit([.. standard.Select(row => Pick(row, own))]));
    }

    /// <summary>A row of the table along the principal components.</summary>
    public double[] Place(FeatureRow row) => Components.Project(Pick(Scale.Apply(Cleaning.Apply(row.Values)), Own));

    private static double[] Pick(double[] row, IReadOnlyList<int> columns) => [.. columns.Select(column => row[column])];
}
