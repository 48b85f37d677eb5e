using System.CommandLine;
using Lucarne.Cli.Terminal;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;
using Lucarne.Learning.Segment;
using Lucarne.Torch;

namespace Lucarne.Cli.Commands.Runs;

/// <summary><c>lucarne evaluate</c>.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "the folder of a run" };
        var data = RecipeArguments.Data(required: false);
        var into = new Option<string?>("--out") { Description = "a folder for metrics.json and predictions.csv" };
        var json = new Option<bool>("--json") { Description = "prints metrics.json and nothing else" };
        var device = RecipeArguments.Device();
        var command = new Command("evaluate", "judges a run on its own test part, or on another folder laid out the same way") { run, data, into, json, device };
        command.SetWork((parsed, cancellation) =>
        {
            var folder = new RunFolder(parsed.GetValue(run)!);
            if (RunTask.Of(folder) == RecipeTask.Segmentation)
            {
                var judged = Segmentation(folder, parsed.GetValue(data), parsed.GetValue(into), Device.Parse(parsed.GetValue(device)!), cancellation);
                if (parsed.GetValue(json)) Console.WriteLine(judged.ToJson());
                else SegmentationFigures.Print(judged);
                return ExitCode.Done;
            }

            var metrics = parsed.GetValue(data) is { } other
                ? OnFolder(folder, other, parsed.GetValue(into), Device.Parse(parsed.GetValue(device)!), cancellation)
                : OwnTestPart(folder, parsed.GetValue(into));
            if (parsed.GetValue(json)) Console.WriteLine(metrics.ToJson());
            else TrainingReport.Print(metrics);
            return ExitCode.Done;
        });
        return command;
    }

    private static SegmentationMetrics Segmentation(RunFolder run, string? data, string? into, Device device, CancellationToken cancellation)
    {
        var metrics = data is null ? SegmentationMetrics.Read(run.Metrics) : OnCohort(run, data, device, cancellation);
        if (into is not null)
        {
            var place = new RunFolder(into);
            place.MakeWritable();
            metrics.Write(place.Metrics);
        }

        return metrics;
    }

    private static SegmentationMetrics OnCohort(RunFolder run, string data, Device device, CancellationToken cancellation)
    {
        using var model = SegmentationModel.Load(run.Path, device);
        return StageDisplay.Show(progress => SegmentationJudge.OnFolder(model, data, progress, cancellation));
    }

    private static ClassificationMetrics OnFolder(RunFolder run, string data, string? into, Device device, CancellationToken cancellation)
    {
        using var model = TrainedModel.Load(run.Path, device);
        return StageDisplay.Show(progress => Evaluation.OnFolder(model, data, Home.Cache, into, progress, cancellation));
    }

    /// <summary>The judgement that training left, computed anew from the answers it left.</summary>
    private static ClassificationMetrics OwnTestPart(RunFolder run, string? into)
    {
        var metrics = Evaluation.OfRun(run);
        if (into is not null)
        {
            var place = new RunFolder(into);
            place.MakeWritable();
            if (Path.GetFullPath(place.Predictions) != Path.GetFullPath(run.Predictions)) File.Copy(run.Predictions, place.Predictions, overwrite: true);
            metrics.Write(place.Metrics);
        }

        return metrics;
    }
}
