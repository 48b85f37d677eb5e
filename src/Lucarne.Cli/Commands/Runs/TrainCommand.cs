using System.CommandLine;
using System.Globalization;
using Lucarne.Cli.Terminal;
using Lucarne.Insight;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;
using Lucarne.Torch;

namespace Lucarne.Cli.Commands.Runs;

/// <summary><c>lucarne train</c>.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var recipe = RecipeArguments.Recipe();
        var data = RecipeArguments.Data(required: true);
        var into = new Option<string>("--out") { Description = "the folder of the run", Required = true };
        var set = RecipeArguments.Set();
        var epochs = new Option<int?>("--epochs") { Description = "the most passes over the training part; short for --set train.epochs=N" };
        var calibration = StudyCommand.Calibration();
        var device = RecipeArguments.Device();
        var resume = new Option<bool>("--resume") { Description = "goes on with an interrupted run" };
        var overwrite = new Option<bool>("--overwrite") { Description = "replaces the run that is there, once the new one is whole" };
        var command = new Command("train", "trains a network, judges it on the part kept apart, and writes the run") { recipe, data, into, set, epochs, calibration, device, resume, overwrite };
        command.SetWork((parsed, cancellation) =>
        {
            IEnumerable<string> overrides = parsed.GetValue(set) ?? [];
            if (parsed.GetValue(epochs) is { } count) overrides = overrides.Append(string.Create(CultureInfo.InvariantCulture, $"train.epochs={count}"));
            var request = new TrainingRequest
            {
                Recipe = RecipeArguments.Load(parsed.GetValue(recipe)!, overrides),
                Data = parsed.GetValue(data)!,
                Out = parsed.GetValue(into)!,
                CacheFolder = Home.Cache,
                WeightFolders = Home.WeightFolders,
                Chapters = InsightChapters.All(parsed.GetValue(calibration)),
                Device = Device.Parse(parsed.GetValue(device)!),
                Resume = parsed.GetValue(resume),
                Overwrite = parsed.GetValue(overwrite),
            };
            if (request.Recipe.Task == RecipeTask.Segmentation) SegmentationFigures.Print(Training.Segmentation(request, cancellation));
            else TrainingReport.Print(Training.Run(request, cancellation));
            return ExitCode.Done;
        });
        return command;
    }
}
