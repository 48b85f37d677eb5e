using System.CommandLine;
using System.Globalization;
using Lucarne.Cli.Terminal;
using Lucarne.Imaging;
using Lucarne.Learning.Train;

namespace Lucarne.Cli.Commands;

/// <summary><c>lucarne demo</c>: the main job on pictures that it draws itself.</summary>
internal static class DemoCommand
{
    private const int Slices = 4;
    private const int Seed = 42;

    public static Command Create()
    {
        var quick = new Option<bool>("--quick") { Description = "fewer patients and epochs: within three minutes on two cores" };
        var noServe = new Option<bool>("--no-serve") { Description = "stops when the report is written" };
        var device = RecipeArguments.Device();
        var command = new Command("demo", "draws phantom patients, trains a network on them, judges it and writes the report") { quick, noServe, device };
        command.SetWork((parsed, cancellation) => Run(parsed.GetValue(quick), parsed.GetValue(device)!, cancellation));
        return command;
    }

    private static int Run(bool quick, string device, CancellationToken cancellation)
    {
        var place = Path.Combine(Home.Kept, "demo");
        var data = Path.Combine(place, quick ? "pictures-quick" : "pictures");
        var run = Path.Combine(place, quick ? "run-quick" : "run");
        Console.Error.WriteLine($"Drawing phantom patients into {data}");
        KidneyPhantom.WriteDataset(data, quick ? 20 : 60, Slices, Seed, cancellation);

        // Phantoms are plain enough for a small network; public weights are not asked for, so that the demo is the same everywhere.
        string[] overrides =
        [
            "network.name=resnet18", "network.weights=none", "network.width=0.5", "network.head=[]", "input.size=128", "input.normalisation=zero-one",
            string.Create(CultureInfo.InvariantCulture, $"train.epochs={(quick ? 12 : 30)}"), "train.optimizer.learning_rate=0.003", "train.average=0",
        ];
        var request = new TrainingRequest
        {
            Recipe = RecipeArguments.Load("kidney-ct", overrides),
            Data = data,
            Out = run,
            CacheFolder = Home.Cache,
            WeightFolders = [],
            Device = Torch.Device.Parse(device),
            Overwrite = Directory.Exists(run),
        };
        TrainingReport.Print(StageDisplay.Show(progress => TrainingRun.Execute(request, TimeProvider.System, progress, cancellation)));
        Console.WriteLine("These patients are drawn, not real: the figures say that the software works, nothing about medicine.");
        return ExitCode.Done;
    }
}
