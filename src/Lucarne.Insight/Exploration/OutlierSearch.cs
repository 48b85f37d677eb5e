using Lucarne.Insight.Clusters;
using Lucarne.Insight.Features;
using Lucarne.Insight.Preparation;

namespace Lucarne.Insight.Exploration;

/// <summary>A picture that lies far from all others.</summary>
/// <param name="File">Path below the data folder.</param>
/// <param name="Class">Its class.</param>
/// <param name="Distance">Mean distance to its nearest pictures, over the median of all pictures' such distances.</param>
/// <param name="Unusual">Whether it is farther than robust statistics let expect.</param>
internal sealed record Outlier(string File, string Class, double Distance, bool Unusual);

/// <summary>
/// Pictures by the mean distance to their nearest neighbours (Ramaswamy, Rastogi and Shim 2000), in the principal components of their
/// standardised features.
/// </summary>
internal static class OutlierSearch
{
    private const int Neighbours = 5;
    private const int Shown = 10;
    private const double Enough = 0.95;
    private const double Unusual = 3.5;
    private const double NormalPerMad = 1.4826;

    // Distances between all pairs of more pictures than this take minutes.
    private const int MostPictures = 4000;

    /// <summary>The pictures farthest from others, the farthest first; none where there are too few pictures to compare.</summary>
    public static IReadOnlyList<Outlier> Of(FeatureTable table)
    {
        var rows = table.Rows.Take(MostPictures).ToList();
        if (rows.Count <= 2 * Neighbours) return [];
        var own = Enumerable.Range(0, table.Names.Count).Where(i => !table.Names[i].StartsWith(FeatureWords.Latent, StringComparison.Ordinal)).ToArray();
        var cleaning = FeatureCleaning.Fit([.. own.Select(i => table.Names[i])], [.. rows.Select(row => own.Select(i => row.Values[i]).ToArray())]);
        if (cleaning.Kept.Count == 0) return [];
        double[][] kept = [.. rows.Select(row => cleaning.Apply([.. own.Select(i => row.Values[i])]))];
        var standard = Standardiser.Fit(kept).Apply(kept);
        var components = PrincipalComponents.Fit(standard, enough: Enough);
        double[][] points = [.. standard.Select(components.Project)];
        var distances = new double[points.Length];
        Parallel.For(0, points.Length, i => distances[i] = points.Where((_, j) => j != i).Select(point => Points.Distance(points[i], point)).Order().Take(Neighbours).Average());
        var median = Median(distances);
        var limit = median + (Unusual * NormalPerMad * Median([.. distances.Select(distance => Math.Abs(distance - median))]));
        return [.. Enumerable.Range(0, rows.Count).OrderByDescending(i => distances[i]).Take(Shown)
            .Select(i => new Outlier(rows[i].File, rows[i].Class, Math.Round(distances[i] / Math.Max(double.Epsilon, median), 2), distances[i] > limit))];
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
