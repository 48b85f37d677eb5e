using System.Diagnostics;
using System.Globalization;
using Lucarne.Imaging;
using Lucarne.Insight;
using Lucarne.Insight.Explanation;
using Lucarne.Learning.Runs;
using Lucarne.Torch;

namespace Lucarne.Cli.Bench;

/// <summary>Explaining pictures (heat maps, similar cases, certainty, the page) against predicting them, with one loaded model in one process.</summary>
internal static class ExplainBench
{
    private const int Pictures = 100;

    /// <summary>Measures.</summary>
    /// <param name="run">The model; null: a ResNet-18 that has seen one epoch of drawn kidneys.</param>
    /// <param name="data">A folder of pictures; null: drawn kidneys.</param>
    /// <param name="place">Where drawn pictures, the drawn model and the explanations go.</param>
    /// <param name="turns">How often each side has its turn.</param>
    /// <param name="cancellation">Ends the measurement.</param>
    public static void Run(string? run, string? data, string place, int turns, CancellationToken cancellation)
    {
        var pictures = Drawn(Path.Combine(place, "drawn"), cancellation);
        using var reader = Reader.Load(run ?? Trained(pictures, Path.Combine(place, "run"), cancellation), Device.Cpu);
        string[] files = [.. Directory.EnumerateFiles(data ?? pictures, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(Pictures)];
        var (predicting, explaining, ratios) = (new List<double>(), new List<double>(), new List<double>());
        for (var turn = -1; turn < turns; turn++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (short_, long_) = (Seconds(() => reader.Read(files)), Seconds(() => Explain(reader, files, Path.Combine(place, "explained"))));
            if (turn < 0) continue;
            predicting.Add(short_);
            explaining.Add(long_);
            ratios.Add(long_ / short_);
        }

        Console.WriteLine($"{files.Length} pictures with {reader.Model}; medians over {turns} turns each, one at a time");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"predict {Median(predicting):0.00} s, explain {Median(explaining):0.00} s, ratio {Median(ratios):0.00} (at most 4 is wanted)"));
    }

    private static void Explain(Reader reader, string[] files, string into)
    {
        if (Directory.Exists(into)) Directory.Delete(into, recursive: true);
        var folder = new ExplanationFolder(into);
        _ = folder.Add(reader, files).Count(one => one.Explained is not null);
        folder.Finish();
    }

    private static string Drawn(string folder, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder)) KidneyPhantom.WriteDataset(folder, patientsPerClass: 13, slicesPerPatient: 2, seed: 42, cancellation);
        return folder;
    }

    /// <summary>What the network has learned does not change what it costs.</summary>
    private static string Trained(string data, string into, CancellationToken cancellation)
    {
        if (File.Exists(new RunFolder(into).Model)) return into;
        TrainingRun.Execute(new TrainingRequest
        {
            Recipe = Commands.RecipeArguments.Load("kidney-phantom", ["network.name=resnet18", "network.width=1", "input.size=224", "train.epochs=1", "train.refit=false"]),
            Data = data,
            Out = into,
            CacheFolder = Terminal.Home.Cache,
            WeightFolders = [],
            Overwrite = true,
            Chapters = InsightChapters.All(),
        }, TimeProvider.System, cancellation: cancellation);
        return into;
    }

    private static double Seconds(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
