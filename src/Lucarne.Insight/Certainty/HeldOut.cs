using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;
using Lucarne.Learning.Split;

namespace Lucarne.Insight.Certainty;

/// <summary>Answers to pictures that were not learned from: what a temperature and the bound of prediction sets are found with.</summary>
/// <param name="Source">Where they are from: <see cref="OfValidation"/> or <see cref="OfCrossValidation"/>.</param>
/// <param name="Answers">The answers, with the group of each.</param>
internal sealed record HeldOut(string Source, IReadOnlyList<Prediction> Answers)
{
    public const string OfValidation = "validation";
    public const string OfCrossValidation = "cross-validation";

    public List<double[]> Probabilities => [.. Answers.Select(answer => answer.Probabilities)];

    public List<int> Truth => [.. Answers.Select(answer => answer.Truth)];

    public List<string> Groups => [.. Answers.Select(GroupOf)];

    public int GroupCount => Groups.Distinct(StringComparer.Ordinal).Count();

    /// <summary>The temperature, and the sets of the probabilities that it gives.</summary>
    public (double Temperature, PredictionSets Sets) Fit(double coverage)
    {
        var temperature = Temperature.Fit(Probabilities, Truth);
        return (temperature, PredictionSets.Fit([.. Probabilities.Select(row => Temperature.Apply(row, temperature))], Truth, Groups, coverage));
    }

    /// <summary>What is left without some pictures and all of their groups.</summary>
    public HeldOut Without(IReadOnlySet<string> files)
    {
        var groups = Answers.Where(answer => files.Contains(answer.File)).Select(GroupOf).ToHashSet(StringComparer.Ordinal);
        return this with { Answers = [.. Answers.Where(answer => !groups.Contains(GroupOf(answer)))] };
    }

    /// <summary>The answers of a cross-validation's folds, each picture's by the network that had not seen it: a list for each finished fold.</summary>
    /// <param name="folder">As <c>lucarne crossval</c> made it.</param>
    /// <exception cref="PredictException">The folder holds no folds, or they are not of one cross-validation.</exception>
    public static IReadOnlyList<IReadOnlyList<Prediction>> Folds(string folder)
    {
        try
        {
            var folds = new List<IReadOnlyList<Prediction>>();
            foreach (var run in Runs(folder).Where(run => File.Exists(run.Predictions)))
            {
                var table = PredictionsCsv.Read(run.Predictions);
                var groups = SplitFile.Read(run.Split).Groups.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
                folds.Add([.. table.Predictions.Select(answer => answer with { Group = groups.GetValueOrDefault(answer.File, answer.File) })]);
            }

            if (folds.Count < 2) throw new PredictException($"{folder} holds {folds.Count} finished fold(s), where at least two were expected; give the folder that `lucarne crossval` made");
            return folds.SelectMany(fold => fold).GroupBy(answer => answer.File, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice
                ? throw new PredictException($"{folder} judges {twice.Key} twice: its folds are not of one cross-validation; make it anew in another folder")
                : folds;
        }
        catch (Exception error) when (error is EvaluationException or DataException)
        {
            throw new PredictException($"{folder} cannot be used as a cross-validation ({error.Message.TrimEnd('.')}); make it anew with `lucarne crossval`");
        }
    }

    /// <summary>All answers of a cross-validation of a run's own recipe.</summary>
    /// <param name="folder">As <c>lucarne crossval</c> made it.</param>
    /// <param name="recipe">The run's.</param>
    /// <exception cref="PredictException">The folder holds no cross-validation, or one of another recipe.</exception>
    public static HeldOut FromCrossValidation(string folder, Recipe recipe)
    {
        var folds = Folds(folder);
        var other = Recipe.FromYaml(File.ReadAllText(Runs(folder).First().Recipe), "recipe.yaml");
        return Difference(Making(recipe), Making(other)) is not { } difference
            ? new(OfCrossValidation, [.. folds.SelectMany(fold => fold)])
            : throw new PredictException($"the cross-validation in {folder} was made with another recipe than the run ({difference}), and other networks' confidence says nothing of this one's; give one of the run's own recipe and data");
    }

    /// <summary>What makes a network's confidence what it is: neither its seeds nor what is done with its answers.</summary>
    private static Recipe Making(Recipe recipe) => recipe with
    {
        Split = new(),
        Train = recipe.Train with { Refit = false, Seed = 0, MaxMinutes = null },
        Evaluate = recipe.Evaluate with { Bootstrap = 0 },
        Recommendations = [],
        Certainty = new(),
        Explain = new(),
    };

    private static string? Difference(Recipe mine, Recipe other)
    {
        var (left, right) = (mine.ToYaml().Split('\n'), other.ToYaml().Split('\n'));
        return left.Zip(right).Where(pair => pair.First != pair.Second).Select(pair => $"'{pair.First.Trim()}' against '{pair.Second.Trim()}'").FirstOrDefault()
            ?? (left.Length == right.Length ? null : "one says more than the other");
    }

    private static IEnumerable<RunFolder> Runs(string folder)
    {
        for (var number = 1; Directory.Exists(CrossValidation.FoldOf(folder, number).Path); number++) yield return CrossValidation.FoldOf(folder, number);
    }

    private static string GroupOf(Prediction answer) => answer.Group ?? answer.File;
}
