using System.Globalization;
using Lucarne.Imaging;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Split;

namespace Lucarne.Learning.Runs;

/// <summary>
/// Grouped, stratified cross-validation: as many trainings as folds, each judged on pictures that it has not seen, until every picture
/// has been judged once. Each fold is a run of its own, in <c>fold-1</c>, <c>fold-2</c> and so on.
/// </summary>
public static class CrossValidation
{
    /// <summary>Trains and judges every fold, and judges all their answers together.</summary>
    /// <param name="request">What to train; its folder holds the folds' runs, <c>folds.csv</c>, and <c>metrics.json</c> and
    /// <c>predictions.csv</c> of all pictures. With <see cref="TrainingRequest.Resume"/> finished folds are kept.</param>
    /// <param name="folds">How many, at least 2.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="progress">Told how far the fold under way is.</param>
    /// <param name="ignoresGroups">Whether pictures are dealt to folds one by one, whatever group they are of. The figures then flatter, see <see cref="Leakage"/>.</param>
    /// <param name="cancellation">Ends the work; finished folds are kept.</param>
    /// <exception cref="TrainingException">It cannot be done.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static CrossValidationResult Execute(
        TrainingRequest request, int folds, TimeProvider clock, IProgress<StageProgress>? progress = null, bool ignoresGroups = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        var place = new RunFolder(Path.GetFullPath(request.Out));
        if (!request.Resume && !place.IsEmpty) throw new TrainingException($"the folder {request.Out} is not empty; choose another, or give --resume to go on with its folds");
        place.MakeWritable();

        // Figures of the judged networks are all that is asked for: a second training on everything would be thrown away.
        var plain = request with { Recipe = request.Recipe with { Train = request.Recipe.Train with { Refit = false } } };
        var runs = Enumerable.Range(1, folds).Select(number => Fold(plain, new FoldChoice(number, folds, ignoresGroups), clock, progress, cancellation)).ToList();
        return Judge(place, runs, request.Recipe);
    }

    /// <summary>The run of a fold, numbered from 1.</summary>
    public static RunFolder FoldOf(string crossval, int number) => new(Path.Combine(crossval, string.Create(CultureInfo.InvariantCulture, $"fold-{number}")));

    private static RunFolder Fold(TrainingRequest request, FoldChoice fold, TimeProvider clock, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var run = FoldOf(request.Out, fold.Number);
        if (RunRecord.IsFinished(run)) return run;
        var begun = File.Exists(run.Last);
        return TrainingRun.Execute(request with { Out = run.Path, Fold = fold, Resume = begun, Overwrite = !begun }, clock, progress, cancellation).Run;
    }

    private static CrossValidationResult Judge(RunFolder place, List<RunFolder> runs, Recipe recipe)
    {
        var folds = runs.ConvertAll(run => ClassificationMetrics.Read(run.Metrics));
        var tables = runs.ConvertAll(run => PredictionsCsv.Read(run.Predictions));
        if (tables.Any(table => !table.Classes.SequenceEqual(tables[0].Classes)))
            throw new TrainingException($"the folds in {place.Path} are not of the same classes; start anew in another folder");
        var splits = runs.ConvertAll(run => SplitFile.Read(run.Split));
        var groups = splits[0].Groups.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

        // Folds that were kept from an earlier start may be of another number of folds, or of other pictures.
        if (!splits.SelectMany(split => split.Test).Order(StringComparer.Ordinal).SequenceEqual(groups.Keys.Order(StringComparer.Ordinal)))
            throw new TrainingException($"the folds in {place.Path} were not drawn together: a picture would be judged twice or never; start anew in another folder");
        var all = tables.SelectMany(table => table.Predictions).Select(row => row with { Group = groups.GetValueOrDefault(row.File) })
            .OrderBy(row => row.File, StringComparer.Ordinal).ToList();
        var metrics = ClassificationMetrics.Compute(tables[0].Classes, all, (ulong)recipe.Train.Seed, recipe.Evaluate.Bootstrap);
        metrics = metrics with
        {
            Notes = [.. metrics.Notes, $"Answers of {runs.Count} networks, each on the fold that it had not seen; areas under curves compare probabilities of different networks."],
        };
        PredictionsCsv.Write(place.Predictions, tables[0].Classes, all);
        PlacedFile.Write(Path.Combine(place.Path, "folds.csv"), Table(folds));
        metrics.Write(place.Metrics);
        return new CrossValidationResult(place, metrics, folds);
    }

    private static string Table(List<ClassificationMetrics> folds) => string.Concat(
        folds.Select((fold, number) => string.Create(
            CultureInfo.InvariantCulture, $"{number + 1},{fold.N},{fold.Accuracy},{fold.BalancedAccuracy},{fold.Macro.F1},{fold.Macro.Auc},{fold.LogLoss}\n"))
        .Prepend("fold,n,accuracy,balanced_accuracy,macro_f1,macro_auc,log_loss\n"));
}

/// <summary>A finished cross-validation.</summary>
/// <param name="Place">Its folder.</param>
/// <param name="Metrics">The judgement of all pictures, each by the network that had not seen it.</param>
/// <param name="Folds">The judgement of each fold.</param>
public sealed record CrossValidationResult(RunFolder Place, ClassificationMetrics Metrics, IReadOnlyList<ClassificationMetrics> Folds);
