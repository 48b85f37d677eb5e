using System.CommandLine;
using Lucarne.Cli.Terminal;
using Lucarne.Insight.Exploration;
using Lucarne.Learning;
using Lucarne.Learning.Check;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;

namespace Lucarne.Cli.Commands.Pictures;

/// <summary><c>lucarne check</c>.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var recipe = RecipeArguments.Recipe();
        var data = RecipeArguments.Data(required: true);
        var set = RecipeArguments.Set();
        var into = new Option<string?>("--out") { Description = "a folder for fingerprint.json and check.html, a page with distributions, samples, outliers, copies and a test for shortcuts" };
        var command = new Command("check", "says what is in the data and what is wrong with it") { recipe, data, into, set };
        command.SetWork((parsed, cancellation) =>
        {
            var chosen = RecipeArguments.Load(parsed.GetValue(recipe)!, parsed.GetValue(set) ?? []);
            var place = parsed.GetValue(into) is { } wanted ? new RunFolder(wanted) : null;
            place?.MakeWritable();
            if (chosen.Task == RecipeTask.Segmentation) return Cohort(parsed.GetValue(data)!, chosen, place, cancellation);
            var folder = PictureFolder.Read(parsed.GetValue(data)!, chosen, Home.Cache, cancellation);
            var present = chosen.WithClasses(folder.Classes);
            var checkedData = StageDisplay.Show(progress => DatasetCheck.Run(folder, present, new Relay(progress), cancellation));
            Console.Write(CheckSummary.Of(checkedData.Fingerprint));
            if (place is not null) Print(StageDisplay.Show(progress => DataExploration.Write(checkedData, present, place.Path, progress, cancellation)));
            return ExitCode.Done;
        });
        return command;
    }

    private static int Cohort(string data, Recipe recipe, RunFolder? place, CancellationToken cancellation)
    {
        var cohort = StageDisplay.Show(progress => CohortCheck.Run(data, recipe, progress, cancellation));
        Console.Write(cohort.Summary());
        if (place is not null) cohort.Write(place.Fingerprint);
        return cohort.Scans.Any(scan => scan.Fault is null) ? ExitCode.Done : ExitCode.Impossible;
    }

    private static void Print(ExplorationOutcome exploration)
    {
        foreach (var line in exploration.Shortcuts) Console.WriteLine($"  shortcut?    {line}");
        foreach (var warning in exploration.Warnings) Console.WriteLine($"  warning      {warning}");
        Console.WriteLine($"{exploration.Page}: all of it, with pictures");
    }

    private sealed class Relay(IProgress<StageProgress> progress) : IProgress<CheckProgress>
    {
        public void Report(CheckProgress value) => progress.Report(new StageProgress(Stage.Check, value.Done, value.Total));
    }
}
