using Lucarne.Learning.Folders;
using Lucarne.Learning.Load;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;
using Lucarne.Learning.Split;

namespace Lucarne.Learning.Evaluate;

/// <summary>Judges a run's model on pictures whose classes are known.</summary>
public static class Evaluation
{
    /// <summary>The judgement of a run on its own test part, computed anew from the answers and the split that training left.</summary>
    /// <exception cref="EvaluationException">The run has no answers.</exception>
    public static ClassificationMetrics OfRun(RunFolder run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (!Directory.Exists(run.Path)) throw new EvaluationException($"there is no folder {run.Path}; give the folder of a run, as `lucarne train` made it");
        if (!File.Exists(run.Model)) throw new EvaluationException($"{run.Path} holds no model.safetensors: it is not a run, or its training did not finish an epoch");
        var (classes, predictions) = PredictionsCsv.Read(run.Predictions);
        var recipe = Recipe.FromYaml(File.ReadAllText(run.Recipe), "recipe.yaml");
        var groups = SplitFile.Read(run.Split).Groups.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var grouped = predictions.Select(prediction => prediction with { Group = groups.GetValueOrDefault(prediction.File) }).ToList();
        return ClassificationMetrics.Compute(classes, grouped, (ulong)recipe.Train.Seed, recipe.Evaluate.Bootstrap);
    }

    /// <summary>Judges pictures and writes metrics.json and predictions.csv, where they are wanted.</summary>
    internal static ClassificationMetrics Judge(
        TrainedModel model, IReadOnlyList<LabelledPicture> pictures, RunFolder? into, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var (predictions, broken) = model.Judge(pictures, progress is null ? null : new AsEvaluation(progress), cancellation);
        if (predictions.Count == 0) throw new EvaluationException($"none of the {pictures.Count} pictures to judge can be read; see fingerprint.json for the reasons");
        var metrics = ClassificationMetrics.Compute(model.Facts.Classes, predictions, (ulong)model.Recipe.Train.Seed, model.Recipe.Evaluate.Bootstrap);
        if (broken.Count > 0)
            metrics = metrics with { Notes = [.. metrics.Notes, .. broken.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} was left out: {pair.Value}")] };
        if (into is not null)
        {
            MetricsJson.Write(into.Metrics, metrics);
            PredictionsCsv.Write(into.Predictions, model.Facts.Classes, predictions);
        }

        return metrics;
    }

    /// <summary>Judges a model on another folder that is laid out the same way. Classes that the folder lacks are allowed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">A folder or a zip.</param>
    /// <param name="cacheFolder">Where a zip is unpacked.</param>
    /// <param name="into">Where metrics.json and predictions.csv go; null: nowhere.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="DataException">The folder holds nothing to judge.</exception>
    public static ClassificationMetrics OnFolder(
        TrainedModel model, string data, string cacheFolder, string? into, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        var recipe = model.Recipe with { Classes = ValueList.From(model.Recipe.Classes.Select(label => label with { Optional = true })) };
        var folder = PictureFolder.Read(data, recipe, cacheFolder, cancellation);
        var labels = model.Facts.Classes.Select((name, index) => (name, index)).ToDictionary(pair => pair.name, pair => pair.index, StringComparer.Ordinal);
        LabelledPicture[] pictures = [.. folder.Pictures.Select(picture =>
            new LabelledPicture(picture.File, picture.Path, labels[picture.ClassName], folder.ListedGroups.GetValueOrDefault(picture.File, picture.File)))];
        var target = into is null ? null : new RunFolder(into);
        target?.MakeWritable();
        return Judge(model, pictures, target, progress, cancellation);
    }

    private sealed class AsEvaluation(IProgress<StageProgress> progress) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => progress.Report(value with { Stage = Stage.Evaluate });
    }
}
