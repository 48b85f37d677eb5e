namespace Lucarne.Insight.Clusters;

/// <summary>How far two ways of dividing the same things agree.</summary>
/// <param name="AdjustedRand">Hubert and Arabie (1985): pairs that both put together or both put apart, above chance; 1 where they agree,
/// near 0 by chance.</param>
/// <param name="MutualInformation">Normalised by the mean of both entropies: 0 where one says nothing of the other, 1 where it says all.</param>
/// <param name="Purity">The part of the things that belong to the commonest class of their cluster. It grows with the number of clusters.</param>
internal sealed record PartitionAgreement(double AdjustedRand, double MutualInformation, double Purity)
{
    /// <summary>Compares clusters with classes.</summary>
    /// <param name="clusters">The cluster of each thing, 0 or more.</param>
    /// <param name="classes">The class of each, 0 or more.</param>
    public static PartitionAgreement Of(IReadOnlyList<int> clusters, IReadOnlyList<int> classes)
    {
        var table = new double[clusters.Max() + 1, classes.Max() + 1];
        for (var i = 0; i < clusters.Count; i++) table[clusters[i], classes[i]]++;
        double[] rows = [.. Enumerable.Range(0, table.GetLength(0)).Select(r => Enumerable.Range(0, table.GetLength(1)).Sum(c => table[r, c]))];
        double[] columns = [.. Enumerable.Range(0, table.GetLength(1)).Select(c => Enumerable.Range(0, table.GetLength(0)).Sum(r => table[r, c]))];
        double[] cells = [.. table.Cast<double>()];
        var pure = Enumerable.Range(0, rows.Length).Sum(r => Enumerable.Range(0, columns.Length).Max(c => table[r, c]));
        return new(Rand(cells, rows, columns, clusters.Count), Information(cells, rows, columns, clusters.Count), pure / clusters.Count);
    }

    private static double Rand(double[] cells, double[] rows, double[] columns, int count)
    {
        static double Pairs(double n) => n * (n - 1) / 2;
        var (together, first, second, all) = (cells.Sum(Pairs), rows.Sum(Pairs), columns.Sum(Pairs), Pairs(count));
        var expected = all > 0 ? first * second / all : 0;
        var most = (first + second) / 2;
        return most > expected || most < expected ? (together - expected) / (most - expected) : 1;
    }

    private static double Information(double[] cells, double[] rows, double[] columns, int count)
    {
        double Entropy(double[] sizes) => -sizes.Where(n => n > 0).Sum(n => n / count * Math.Log(n / count));
        var (first, second) = (Entropy(rows), Entropy(columns));
        // Two divisions into one heap each are the same division.
        return first + second > 1e-15 ? Math.Max(0, 2 * (first + second - Entropy(cells)) / (first + second)) : 1;
    }
}
