using System.CommandLine;
using Lucarne.Cli.Bench;
using Lucarne.Cli.Terminal;

namespace Lucarne.Cli.Commands;

/// <summary><c>lucarne bench</c>.</summary>
internal static class BenchCommand
{
    private const string Slices = "slices";
    private const string Explain = "explain";
    private const string Serve = "serve";

    private static readonly Dictionary<string, (string Text, BenchCase[] Cases)> Benches = new()
    {
        ["train"] = ("ResNet-18 training steps against PyTorch on the same libtorch", [new("train ResNet-18 128×128, batch 32", "train", 32, 128, 3)]),
        ["predict"] = (
            "ResNet-18 predictions against PyTorch on the same libtorch",
            [new("predict ResNet-18 224×224, batch 8", "predict", 8, 224, 10), new("predict ResNet-18 224×224, batch 1", "predict", 1, 224, 30)]),
        ["unet"] = ("training steps of the U-Net of 31 million parameters against PyTorch on the same libtorch", [new("train U-Net 256×256, batch 2", "unet", 2, 256, 1)]),
    };

    private static readonly Dictionary<string, (string Text, Func<string?, string, CancellationToken, ToolCase> Case)> ToolBenches = new()
    {
        ["convert"] = ("a CT series to .nii.gz against dcm2niix", DicomCases.Convert),
        ["contours"] = ("a structure set to masks against plastimatch", DicomCases.Contours),
    };

    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "which measurement; without it they are listed", Arity = ArgumentArity.ZeroOrOne };
        var turns = new Option<int>("--turns") { Description = "how often each side has its turn", DefaultValueFactory = _ => 9 };
        var data = new Option<string?>("--data") { Description = "convert and contours: a patient's folder, CT and structure set; without it a phantom of 512×512; slices: a prepared folder; explain: a folder of pictures, without it drawn ones" };
        var run = new Option<string?>("--run") { Description = "explain: the run of a classifier; without it one trained for an epoch on drawn pictures" };
        var seconds = new Option<double>("--seconds") { Description = "serve: how long each side is under load, in all", DefaultValueFactory = _ => 20 };
        var command = new Command("bench", "measures side by side with a peer") { name, turns, data, run, seconds };
        command.SetWork((parsed, cancellation) =>
        {
            if (parsed.GetValue(name) is not { } wanted)
            {
                foreach (var (key, bench) in Benches) Console.WriteLine($"{key,-10} {bench.Text}");
                foreach (var (key, bench) in ToolBenches) Console.WriteLine($"{key,-10} {bench.Text}");
                Console.WriteLine($"{Slices,-10} random slices of a prepared cohort against nibabel");
                Console.WriteLine($"{Explain,-10} explaining 100 pictures against predicting them");
                Console.WriteLine($"{Serve,-10} /predict under the load of 16 clients against FastAPI with PyTorch");
                return ExitCode.Done;
            }

            if (wanted == Explain)
            {
                ExplainBench.Run(parsed.GetValue(run), parsed.GetValue(data), Path.Combine(Home.Kept, "bench", wanted), Math.Max(1, parsed.GetValue(turns)), cancellation);
                return ExitCode.Done;
            }

            if (wanted == Slices)
            {
                SliceBench.Run(parsed.GetValue(data), Path.Combine(Home.Kept, "bench", wanted), Math.Max(1, parsed.GetValue(turns)), cancellation);
                return ExitCode.Done;
            }

            if (wanted == Serve)
            {
                ServeBench.RunAsync(Path.Combine(Home.Kept, "bench", wanted), Math.Clamp(parsed.GetValue(seconds), 1, 3600), cancellation).GetAwaiter().GetResult();
                return ExitCode.Done;
            }

            if (ToolBenches.TryGetValue(wanted, out var tools))
            {
                var place = Path.Combine(Home.Kept, "bench", wanted);
                ToolBench.Run(tools.Case(parsed.GetValue(data), place, cancellation), place, Math.Max(1, parsed.GetValue(turns)), cancellation);
                return ExitCode.Done;
            }

            if (!Benches.TryGetValue(wanted, out var chosen))
            {
                Console.Error.WriteLine($"lucarne: there is no bench '{wanted}'; there are {string.Join(", ", Benches.Keys.Concat(ToolBenches.Keys).Append(Slices).Append(Explain).Append(Serve))}.");
                return ExitCode.WrongCommandLine;
            }

            SideBySide.Run(Path.Combine(Home.Root, "bench", "peer.py"), chosen.Cases, Math.Max(1, parsed.GetValue(turns)), cancellation);
            return ExitCode.Done;
        });
        return command;
    }
}
