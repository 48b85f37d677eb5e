using System.CommandLine;
using Lucarne.Cli.Commands.Runs;
using Lucarne.Cli.Terminal;
using Lucarne.Imaging;
using Lucarne.Insight;
using Lucarne.Learning.Runs;

namespace Lucarne.Cli.Commands;

/// <summary><c>lucarne demo</c>: the main job on pictures that it draws itself.</summary>
internal static class DemoCommand
{
    private const int Slices = 2;
    private const int Seed = 42;
    private const int QuickPatients = 100;
    private const int Patients = 200;
    private const int ClinicPatients = 3;
    private const int ClinicSeed = 7;

    public static Command Create()
    {
        var quick = new Option<bool>("--quick") { Description = "fewer patients and epochs, and no segmentation: within three minutes on two cores" };
        var noServe = new Option<bool>("--no-serve") { Description = "stops when the report is written, before the dashboard is served" };
        var device = RecipeArguments.Device();
        var command = new Command("demo", "draws phantom patients, trains a network on them, judges it, writes the report and serves a dashboard with patients in it") { quick, noServe, device };
        command.SetWork((parsed, cancellation) => Run(parsed.GetValue(quick), parsed.GetValue(noServe), parsed.GetValue(device)!, cancellation));
        return command;
    }

    private static int Run(bool quick, bool noServe, string device, CancellationToken cancellation)
    {
        var place = Path.Combine(Home.Kept, "demo");
        var run = Path.Combine(place, quick ? "run-quick" : "run");
        var request = new TrainingRequest
        {
            Recipe = RecipeArguments.Load(quick ? "kidney-phantom/quick" : "kidney-phantom", []),
            Data = Path.Combine(place, quick ? "pictures-quick" : "pictures"),
            Out = run,
            CacheFolder = Home.Cache,
            WeightFolders = [],
            Chapters = InsightChapters.All(),
            Device = Torch.Device.Parse(device),
            Overwrite = Directory.Exists(run),
        };
        Draw(request.Data, quick ? QuickPatients : Patients, cancellation);
        var result = Training.Run(request, cancellation, canResume: false);
        TrainingReport.PrintFigures(result);
        Console.WriteLine("These patients are drawn, not real: the figures say that the software works, nothing about medicine.");
        TrainingReport.PrintPlace(result);
        if (!quick) ThoraxDemo.Run(place, device, cancellation);
        return noServe ? ExitCode.Done : Serve(place, withScans: !quick, cancellation);
    }

    /// <summary>Becomes the server, with patients drawn for it that the network has not seen.</summary>
    private static int Serve(string place, bool withScans, CancellationToken cancellation)
    {
        var pictures = Path.Combine(place, "clinic");
        if (Directory.Exists(pictures)) Directory.Delete(pictures, recursive: true);
        KidneyPhantom.WriteDataset(pictures, ClinicPatients, Slices, ClinicSeed, cancellation);
        if (withScans) ThoraxDemo.WriteClinic(place, Path.Combine(pictures, "scans"), cancellation);
        return ServerProgram.Become(["--demo", pictures]);
    }

    /// <summary>Draws anew: pictures that another version of Lucarne left would be mixed with these.</summary>
    private static void Draw(string folder, int patients, CancellationToken cancellation)
    {
        Console.Error.WriteLine($"Drawing {4 * patients} phantom patients into {folder}");
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        KidneyPhantom.WriteDataset(folder, patients, Slices, Seed, cancellation);
    }
}
