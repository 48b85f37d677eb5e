using Lucarne.Learning.Folders;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Split;

namespace Lucarne.Insight.Preparation;

/// <summary>A feature and how much it says of the class.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MutualInformation">In nats.</param>
/// <param name="F">Of the analysis of variance.</param>
/// <param name="P">Its probability by chance.</param>
/// <param name="SelectedIn">In how many folds it was among the selected.</param>
internal sealed record RankedFeature(string Name, double MutualInformation, double F, double P, int SelectedIn);

/// <summary>Features ranked by how much they say of the class, and whether other pictures would have ranked them so.</summary>
/// <param name="Features">The best first: by the mean of both ranks, by mutual information and by F.</param>
/// <param name="Selected">How many are selected.</param>
/// <param name="Folds">Folds of the training part, groups kept together, in each of which the selection was made anew; 0 where it has too few groups.</param>
/// <param name="Stability">Agreement of the folds' selections above chance: 1 where they are the same, 0 by chance (Nogueira, Sechidis and Brown, JMLR 2018); null without folds.</param>
internal sealed record FeatureRanking(IReadOnlyList<RankedFeature> Features, int Selected, int Folds, double? Stability)
{
    /// <summary>Features that are selected.</summary>
    public const int Most = 12;

    private const int WantedFolds = 5;

    /// <summary>Ranks the columns of the training part.</summary>
    /// <param name="names">Of the columns.</param>
    /// <param name="rows">[N][D].</param>
    /// <param name="classes">The class of each row.</param>
    /// <param name="groups">What must not be parted between folds, of each row.</param>
    /// <param name="seed">Of the folds.</param>
    public static FeatureRanking Of(IReadOnlyList<string> names, IReadOnlyList<double[]> rows, IReadOnlyList<int> classes, IReadOnlyList<string> groups, int seed)
    {
        var selected = Math.Min(Most, names.Count);
        int[] everyone = [.. Enumerable.Range(0, rows.Count)];
        var (order, information, ratios) = Rank(rows, classes, everyone, seed);
        var folds = DrawFolds(classes, groups, seed);
        int[][] chosen = [.. folds.Select(fold => Rank(rows, classes, fold, seed).Order.Take(selected).ToArray())];
        RankedFeature[] features = [.. order.Select(column => new RankedFeature(
            names[column], Math.Round(information[column], 5), Finite(ratios[column].F), ratios[column].P, chosen.Count(fold => fold.Contains(column))))];
        return new(features, selected, folds.Count, folds.Count > 1 ? StabilityOf(chosen, names.Count) : null);
    }

    /// <summary>1 − the mean variance of being selected over that of a random selection of as many.</summary>
    internal static double StabilityOf(int[][] chosen, int features)
    {
        var (sets, size) = (chosen.Length, chosen.Average(one => one.Length));
        if (size <= 0 || size >= features) return 1;
        var variance = Enumerable.Range(0, features).Average(column =>
        {
            var part = (double)chosen.Count(one => one.Contains(column)) / sets;
            return part * (1 - part) * sets / (sets - 1);
        });
        var part = size / features;
        return Math.Round(1 - (variance / (part * (1 - part))), 4);
    }

    private static (int[] Order, double[] Information, VarianceRatio[] Ratios) Rank(IReadOnlyList<double[]> rows, IReadOnlyList<int> classes, int[] some, int seed)
    {
        var width = rows[0].Length;
        var information = new double[width];
        var ratios = new VarianceRatio[width];
        int[] labels = [.. some.Select(i => classes[i])];
        Parallel.For(0, width, column =>
        {
            double[] values = [.. some.Select(i => rows[i][column])];
            information[column] = MutualInformation.Of(values, labels, seed);
            ratios[column] = VarianceRatio.Of(values, labels);
        });
        int[] Places(Func<int, double> of)
        {
            var places = new int[width];
            foreach (var (place, column) in Enumerable.Range(0, width).OrderByDescending(of).Index()) places[column] = place;
            return places;
        }

        var (first, second) = (Places(column => information[column]), Places(column => ratios[column].F));
        return ([.. Enumerable.Range(0, width).OrderBy(column => first[column] + second[column]).ThenBy(column => first[column])], information, ratios);
    }

    private static List<int[]> DrawFolds(IReadOnlyList<int> classes, IReadOnlyList<string> groups, int seed)
    {
        SplitItem[] items = [.. groups.Select((group, i) => new SplitItem(i.ToString(System.Globalization.CultureInfo.InvariantCulture), classes[i].ToString(System.Globalization.CultureInfo.InvariantCulture), group))];
        if (groups.Distinct(StringComparer.Ordinal).Count() < WantedFolds + 2) return [];
        try
        {
            return [.. StratifiedGroupSplit.DrawFolds(items, WantedFolds, new SplitOptions { Seed = seed })
                .Select(fold => fold.Train.Concat(fold.Validation).Select(file => int.Parse(file, System.Globalization.CultureInfo.InvariantCulture)).Order().ToArray())];
        }
        catch (DataException)
        {
            return [];
        }
    }

    // JSON knows no infinity.
    private static double Finite(double f) => double.IsFinite(f) ? Math.Round(f, 4) : double.MaxValue;
}
