using System.CommandLine;
using Lucarne.Cli.Terminal;
using Lucarne.Insight;
using Lucarne.Learning.Runs;
using Lucarne.Torch;

namespace Lucarne.Cli.Commands.Runs;

/// <summary><c>lucarne study</c>.</summary>
internal static class StudyCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "the folder of a classifier's run" };
        var data = new Option<string>("--data") { Description = "the folder, or the zip, that it was trained on", Required = true };
        var calibration = Calibration();
        var device = RecipeArguments.Device();
        var command = new Command("study", "finds out anew what a finished run's report tells beyond its figures, such as how sure the network is") { run, data, calibration, device };
        command.SetWork((parsed, cancellation) =>
        {
            var folder = new RunFolder(parsed.GetValue(run)!);
            var notes = StageDisplay.Show(progress => RunStudy.Execute(
                folder.Path, parsed.GetValue(data)!, Home.Cache, InsightChapters.All(parsed.GetValue(calibration)), Device.Parse(parsed.GetValue(device)!), progress, cancellation));
            foreach (var note in notes) Console.Error.WriteLine($"note: {note}");
            Console.WriteLine($"report {folder.Report}");
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Asks for a cross-validation to calibrate with.</summary>
    public static Option<string?> Calibration() => new("--calibration") { Description = "the folder of a cross-validation of the same recipe and data, whose answers then calibrate instead of the validation part's: more patients" };
}
