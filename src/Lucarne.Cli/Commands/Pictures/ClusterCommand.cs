using System.CommandLine;
using System.Globalization;
using Lucarne.Cli.Terminal;
using Lucarne.Insight.Profiles;
using Lucarne.Torch;

namespace Lucarne.Cli.Commands.Pictures;

/// <summary><c>lucarne cluster</c>.</summary>
internal static class ClusterCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "the folder of a run" };
        var data = RecipeArguments.Data(required: false);
        var number = new Option<string>("-k") { Description = "the number of profiles, or auto", DefaultValueFactory = _ => "auto" };
        number.Validators.Add(result =>
        {
            if (result.GetValue(number) is { } given && given != "auto" && !int.TryParse(given, CultureInfo.InvariantCulture, out _)) result.AddError($"-k is a number or auto, not '{given}'");
        });
        var into = new Option<string>("--out") { Description = "a folder for profiles.json, profiles.yaml with their names, assignments.csv, figures and profiles.html", Required = true };
        var device = RecipeArguments.Device();
        var command = new Command("cluster", "finds visual profiles: groups of pictures that a run's network sees alike") { run, data, number, into, device };
        command.SetWork((parsed, cancellation) =>
        {
            int? wanted = parsed.GetValue(number) is { } given && given != "auto" ? int.Parse(given, CultureInfo.InvariantCulture) : null;
            var outcome = StageDisplay.Show(progress => ProfileRun.Execute(
                parsed.GetValue(run)!, parsed.GetValue(data), wanted, parsed.GetValue(into)!, Home.Cache, Device.Parse(parsed.GetValue(device)!), progress, cancellation));
            foreach (var profile in outcome.Profiles.Profiles) Console.WriteLine($"{profile.Name.En}: {profile.Description.En}");
            foreach (var note in outcome.Notes) Console.WriteLine($"note: {note}");
            Console.WriteLine($"{outcome.Page}: all of it, with pictures. A help to the doctor, never a diagnosis; not clinically validated.");
            return ExitCode.Done;
        });
        return command;
    }
}
