using System.Globalization;
using Lucarne.Insight.Preparation;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Split;

namespace Lucarne.Insight.Exploration;

/// <summary>How well classes are told from one source alone.</summary>
/// <param name="Source">border, format, histogram or whole.</param>
/// <param name="BalancedAccuracy">Mean sensitivity over the classes, each picture judged by a model that had not seen its group.</param>
/// <param name="Deviation">Standard deviation of the folds' figures.</param>
/// <param name="Shortcut">Whether it comes close to the whole picture, or tells far more than it should.</param>
internal sealed record SourceScore(string Source, double BalancedAccuracy, double Deviation, bool Shortcut);

/// <summary>
/// The shortcut test: a network may learn where a picture comes from instead of what it shows. A small linear classifier is given the
/// border and corners alone, the size and format alone, the histogram alone, and a thumbnail of the whole; where one of the first comes
/// close to the last, a network's figures may rest on it.
/// </summary>
/// <param name="Pictures">That were judged.</param>
/// <param name="Groups">Groups of pictures that belong together: the fewer, the less the test can say.</param>
/// <param name="Folds">Grouped and stratified; 0 where there are too few groups for the test.</param>
/// <param name="Chance">Balanced accuracy of guessing.</param>
/// <param name="Scores">Of each source, the whole picture last.</param>
internal sealed record ShortcutTest(int Pictures, int Groups, int Folds, double Chance, IReadOnlyList<SourceScore> Scores)
{
    public const string Border = "border";
    public const string Format = "format";
    public const string Histogram = "histogram";
    public const string Whole = "whole";

    /// <summary>A source is close to the whole picture when it has this part of its lead over chance…</summary>
    public const double Close = 0.75;

    /// <summary>… and is itself this far above chance.</summary>
    public const double Lead = 0.15;

    private const int WantedFolds = 5;

    // Beyond this many pictures more of them change no answer and cost minutes.
    private const int MostPictures = 2000;

    /// <summary>Runs the test.</summary>
    /// <param name="sources">The values of every picture by each source, the whole picture among them.</param>
    /// <param name="labels">The class of each picture, 0 … K − 1.</param>
    /// <param name="groups">What must not be parted, of each picture.</param>
    /// <param name="classes">K.</param>
    /// <param name="seed">Of the folds.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static ShortcutTest Of(IReadOnlyList<(string Source, double[][] Rows)> sources, int[] labels, string[] groups, int classes, int seed, CancellationToken cancellation)
    {
        var step = Math.Max(1, (labels.Length + MostPictures - 1) / MostPictures);
        int[] some = [.. Enumerable.Range(0, labels.Length).Where(i => i % step == 0)];
        var chance = 1.0 / classes;
        var apart = some.Select(i => groups[i]).Distinct(StringComparer.Ordinal).Count();
        var folds = apart < WantedFolds + 2 ? [] : Draw(some, labels, groups, seed);
        if (folds.Count == 0) return new(some.Length, apart, 0, Math.Round(chance, 4), []);
        var scores = sources.Select(source => Score(source.Source, source.Rows, labels, classes, folds, cancellation)).ToList();
        var whole = scores.Single(score => score.Source == Whole).BalancedAccuracy;
        return new(some.Length, apart, folds.Count, Math.Round(chance, 4), [.. scores.Select(score => score with { Shortcut = score.Source != Whole && IsShortcut(score.BalancedAccuracy, whole, chance) })]);
    }

    internal static bool IsShortcut(double score, double whole, double chance) => score >= chance + Lead && score - chance >= Close * (whole - chance);

    private static SourceScore Score(string source, double[][] rows, int[] labels, int classes, List<(int[] Train, int[] Test)> folds, CancellationToken cancellation)
    {
        var confusion = new double[classes, classes];
        var each = new double[folds.Count];
        Parallel.For(0, folds.Count, new ParallelOptions { CancellationToken = cancellation }, f =>
        {
            var (train, test) = folds[f];
            var scale = Standardiser.Fit([.. train.Select(i => rows[i])]);
            var model = LogisticRegression.Fit([.. train.Select(i => scale.Apply(rows[i]))], [.. train.Select(i => labels[i])], classes, cancellation);
            var own = new double[classes, classes];
            foreach (var i in test)
            {
                var probabilities = model.Probabilities(scale.Apply(rows[i]));
                own[labels[i], Array.IndexOf(probabilities, probabilities.Max())]++;
            }

            each[f] = Balanced(own);
            lock (confusion)
            {
                for (var t = 0; t < classes; t++)
                    for (var p = 0; p < classes; p++) confusion[t, p] += own[t, p];
            }
        });
        var mean = each.Average();
        return new(source, Math.Round(Balanced(confusion), 4), Math.Round(Math.Sqrt(each.Average(one => (one - mean) * (one - mean))), 4), false);
    }

    private static double Balanced(double[,] confusion)
    {
        var classes = confusion.GetLength(0);
        double[] recalls = [.. Enumerable.Range(0, classes)
            .Select(t => (Right: confusion[t, t], All: Enumerable.Range(0, classes).Sum(p => confusion[t, p]))).Where(one => one.All > 0).Select(one => one.Right / one.All)];
        return recalls.Length == 0 ? 0 : recalls.Average();
    }

    private static List<(int[] Train, int[] Test)> Draw(int[] some, int[] labels, string[] groups, int seed)
    {
        string Name(int number) => number.ToString(CultureInfo.InvariantCulture);
        int Number(string name) => int.Parse(name, CultureInfo.InvariantCulture);
        try
        {
            return [.. StratifiedGroupSplit.DrawFolds([.. some.Select(i => new SplitItem(Name(i), Name(labels[i]), groups[i]))], WantedFolds, new SplitOptions { Seed = seed })
                .Select(fold => (fold.Train.Concat(fold.Validation).Select(Number).ToArray(), fold.Test.Select(Number).ToArray()))];
        }
        catch (DataException)
        {
            return [];
        }
    }
}
