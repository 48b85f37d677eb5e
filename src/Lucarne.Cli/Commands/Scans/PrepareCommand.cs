using System.CommandLine;
using System.Globalization;
using Lucarne.Cli.Terminal;
using Lucarne.Learning.Prepare;

namespace Lucarne.Cli.Commands.Scans;

/// <summary><c>lucarne prepare</c>.</summary>
internal static class PrepareCommand
{
    public static Command Create()
    {
        var recipe = RecipeArguments.Recipe();
        var data = new Option<string>("--data") { Description = "a folder of DICOM series with their structure sets, or of NIfTI scans with labels", Required = true };
        var into = new Option<string>("--out") { Description = "the prepared folder; one that was begun before is gone on with", Required = true };
        var set = RecipeArguments.Set();
        var command = new Command("prepare", "makes a cohort of scans and contours ready for training") { recipe, data, into, set };
        command.SetWork((parsed, cancellation) =>
        {
            var request = new PrepareRequest
            {
                Recipe = RecipeArguments.Load(parsed.GetValue(recipe)!, parsed.GetValue(set) ?? []),
                Data = parsed.GetValue(data)!,
                Out = parsed.GetValue(into)!,
            };
            var result = StageDisplay.Show(progress => PrepareRun.Execute(request, progress, cancellation));
            foreach (var note in result.Notes) Console.Error.WriteLine($"note: {note}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Scans} scan(s) prepared in {result.Folder.Path}, {result.LeftOut.Count} left out"));
            return ExitCode.Done;
        });
        return command;
    }
}
