using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Lucarne.Cli.Terminal;
using Lucarne.Dicom.Phantom;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;

namespace Lucarne.Cli.Bench;

/// <summary>Random slices of a prepared cohort with their labels, a second, against nibabel on the same data.</summary>
internal static class SliceBench
{
    private const int OwnSlices = 20_000;
    private const int PeerSlices = 12;

    /// <summary>Prepares drawn patients, or takes a prepared folder, and measures.</summary>
    /// <param name="prepared">A prepared folder; null: two drawn patients.</param>
    /// <param name="place">Where drawn patients and the peer's copies go.</param>
    /// <param name="turns">How often each side has its turn.</param>
    /// <param name="cancellation">Ends the measurement.</param>
    public static void Run(string? prepared, string place, int turns, CancellationToken cancellation)
    {
        var recipe = RecipeArguments("thorax");
        using var store = PreparedStore.Open(prepared ?? Drawn(recipe, place, cancellation), recipe);
        PreparedScan[] scans = [.. store.Scans.Take(2)];
        var copies = Packed(store, scans, place);
        var (own, peer) = (new List<double>(), new List<double>());
        for (var turn = -1; turn < turns; turn++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (mine, yours) = (Own(scans), Peer(copies));
            if (turn < 0) continue;
            own.Add(mine);
            peer.Add(yours);
        }

        var (ours, theirs) = (Median(own), Median(peer));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"random slices of {scans.Length} scans of {scans[0].Size}×{scans[0].Size}×{scans[0].Count} with their labels, normalised to float32; medians over {turns} turns, one side at a time"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Lucarne {ours:F0} slices/s (mapped), nibabel {theirs:F1} slices/s (.nii.gz, a whole volume for each), ratio {ours / theirs:F0}"));
    }

    /// <summary>Slices a second: each is normalised into an array of its own, as a training would have it.</summary>
    private static double Own(PreparedScan[] scans)
    {
        var values = new float[scans[0].Size * scans[0].Size];
        var state = 1u;
        var watch = Stopwatch.StartNew();
        var sum = 0.0;
        for (var n = 0; n < OwnSlices; n++)
        {
            state = (state * 1664525) + 1013904223;
            var scan = scans[(state >> 8) % scans.Length];
            var k = (int)((state >> 12) % scan.Count);
            var (slope, intercept) = ((float)(1 / (WindowedSlices.Top * scan.Record.Deviation)), (float)(-scan.Record.Mean / scan.Record.Deviation));
            var (stored, labels) = (scan.Slice(k).ToArray(), scan.Labels(k).ToArray());
            for (var i = 0; i < values.Length; i++) values[i] = (stored[i] * slope) + intercept;
            sum += values[n % values.Length] + labels[n % values.Length];
        }

        return double.IsFinite(sum) ? OwnSlices / watch.Elapsed.TotalSeconds : 0;
    }

    private static double Peer(string copies)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("LUCARNE_PYTHON") ?? "/usr/bin/python3")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(Home.Root, "bench", "slices_peer.py"), copies, PeerSlices.ToString(CultureInfo.InvariantCulture) },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new TrainingException($"nibabel cannot be measured: {errors.GetAwaiter().GetResult().Trim().Split('\n')[^1]}; install python3-nibabel");
        using var document = JsonDocument.Parse(answer);
        return PeerSlices / document.RootElement.GetProperty("seconds").GetDouble();
    }

    /// <summary>The same slices as a program that knows only files would have them.</summary>
    private static string Packed(PreparedStore store, PreparedScan[] scans, string place)
    {
        var folder = Path.Combine(place, "packed");
        foreach (var scan in scans)
        {
            NiftiFile.Write(Path.Combine(folder, scan.Record.Id + ".scan.nii.gz"), NiftiFile.ReadFloat(store.Folder.Volume(scan.Record.Id)));
            NiftiFile.Write(Path.Combine(folder, scan.Record.Id + ".labels.nii.gz"), NiftiFile.ReadLabels(store.Folder.Labels(scan.Record.Id)));
        }

        return folder;
    }

    private static Recipe RecipeArguments(string name) => Commands.RecipeArguments.Load(name, []);

    // 1.5 mm apart: about two hundred slices, as the volume that the original system reads.
    private static string Drawn(Recipe recipe, string place, CancellationToken cancellation)
    {
        var (data, into) = (Path.Combine(place, "drawn"), Path.Combine(place, "prepared"));
        ThoraxCohort.Write(data, new ThoraxCohortOptions(2, 42) { Side = 256, SliceSpacingMm = 1.5 }, null, cancellation);
        PrepareRun.Execute(new PrepareRequest { Recipe = recipe, Data = data, Out = into }, null, cancellation);
        return into;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
