using System.Diagnostics;
using System.Globalization;
using Lucarne.Cli.Commands;
using Lucarne.Cli.Terminal;
using Lucarne.Imaging;
using Lucarne.Insight;
using Lucarne.Learning.Runs;
using Lucarne.Torch;

namespace Lucarne.Cli.Bench;

/// <summary><c>/predict</c> under load: the server against FastAPI with PyTorch, on the same weights and pictures, on this machine alone.</summary>
internal static class ServeBench
{
    private const int Clients = 16;
    private const int Size = 224;
    private const int PictureSide = 299;
    private const int Pictures = 32;
    private const int Turns = 4;
    private const double WarmSeconds = 15; // Until requests have come together in every number: each keeps weights and workspaces of its own.

    /// <summary>Trains a small ResNet-18 on drawn pictures, serves it on both sides and measures in turns.</summary>
    /// <param name="place">Where run and database go.</param>
    /// <param name="seconds">For each side, all turns together.</param>
    /// <param name="cancellation">Ends the measurement.</param>
    public static async Task RunAsync(string place, double seconds, CancellationToken cancellation)
    {
        var run = Trained(place, cancellation);
        using var own = await OwnAsync(place, cancellation).ConfigureAwait(false);
        using var peer = await PeerAsync(run, cancellation).ConfigureAwait(false);
        var pictures = Drawn();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"/predict, ResNet-18 at {Size}×{Size}, drawn PNGs of {PictureSide}×{PictureSide}, {Clients} clients, {seconds:0} s a side in {Turns} turns, {Runtime.Threads} threads, one side at a time"));
        Console.WriteLine(await AgreementAsync(own, peer, pictures, cancellation).ConfigureAwait(false));
        var sides = new[] { own, peer };
        foreach (var side in sides) await LoadTurn.RunAsync(side.Address, pictures, Clients, WarmSeconds, cancellation).ConfigureAwait(false);
        var before = sides.Select(side => side.Memory()).ToArray();
        var turns = sides.Select(_ => new List<LoadTurn>()).ToArray();
        for (var turn = 0; turn < Turns; turn++)
            for (var i = 0; i < sides.Length; i++)
                turns[i].Add(await LoadTurn.RunAsync(sides[i].Address, pictures, Clients, seconds / Turns, cancellation).ConfigureAwait(false));
        Console.WriteLine($"{"",-10} {"requests/s",10} {"p50 ms",8} {"p99 ms",8} {"failed",7} {"MiB start",10} {"MiB end",8}");
        for (var i = 0; i < sides.Length; i++) Console.WriteLine(Row(sides[i], turns[i], before[i]));
        // Each turn is compared with its own neighbour in time, so that a drifting machine drifts for both.
        var ratio = Median([.. turns[0].Zip(turns[1], (mine, yours) => Rate(mine) / Rate(yours))]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio {ratio:0.00}: Lucarne's requests a second over the peer's, median of the turns"));
    }

    private static string Row(ServedSide side, List<LoadTurn> turns, long before)
    {
        var times = turns.SelectMany(turn => turn.Milliseconds).Order().ToList();
        var rate = turns.Sum(turn => turn.Milliseconds.Count) / turns.Sum(turn => turn.Seconds);
        return string.Create(CultureInfo.InvariantCulture, $"{side.Name,-10} {rate,10:0.0} {At(times, 0.5),8:0} {At(times, 0.99),8:0} {turns.Sum(turn => turn.Failures),7} {before >> 20,10} {side.Memory() >> 20,8}");
    }

    private static double Rate(LoadTurn turn) => turn.Milliseconds.Count / turn.Seconds;

    private static double At(List<double> sorted, double part) => sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(part * sorted.Count))];

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>A run as any other, learned for moments: what it answers is of no interest here, how fast is.</summary>
    private static string Trained(string place, CancellationToken cancellation)
    {
        var (run, data) = (Path.Combine(place, "runs", "bench"), Path.Combine(place, "pictures"));
        if (File.Exists(new RunFolder(run).Metrics)) return run;
        KidneyPhantom.WriteDataset(data, patientsPerClass: 8, slicesPerPatient: 2, seed: 5, cancellation);
        TrainingRun.Execute(new TrainingRequest
        {
            Recipe = RecipeArguments.Load("kidney-phantom", [$"input.size={Size}", "input.channels=3", "input.fit=squash", "input.crop_to_content=false", "input.normalisation=imagenet", "network.width=1", "network.head=[]", "train.epochs=1", "evaluate.test_time=none", "evaluate.bootstrap=100"]),
            Data = data,
            Out = run,
            CacheFolder = Path.Combine(place, "cache"),
            WeightFolders = [],
            Chapters = InsightChapters.All(),
            Overwrite = Directory.Exists(run),
        }, TimeProvider.System, null, cancellation);
        return run;
    }

    private static Task<ServedSide> OwnAsync(string place, CancellationToken cancellation)
    {
        var port = ServedSide.FreePort();
        var start = ServerProgram.Start(["--urls", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"), "--role", "web"]);
        start.Environment["LUCARNE_HOME"] = place;
        return ServedSide.StartAsync("Lucarne", start, port, cancellation);
    }

    private static Task<ServedSide> PeerAsync(string run, CancellationToken cancellation)
    {
        var port = ServedSide.FreePort();
        var python = Environment.GetEnvironmentVariable("LUCARNE_PYTHON") is { Length: > 0 } named ? named : "/usr/bin/python3";
        var folder = new RunFolder(run);
        var classes = RunTask.RecipeOf(folder).Classes.Select(label => label.Name);
        string[] words = [Path.Combine(Home.Root, "bench", "serve_peer.py"), $"{port}", folder.Model, string.Join(',', classes), $"{Size}", $"{Runtime.Threads}"];
        return ServedSide.StartAsync("FastAPI", new ProcessStartInfo(python, words), port, cancellation);
    }

    private static async Task<string> AgreementAsync(ServedSide own, ServedSide peer, List<byte[]> pictures, CancellationToken cancellation)
    {
        using var mine = new HttpClient { BaseAddress = own.Address };
        using var yours = new HttpClient { BaseAddress = peer.Address };
        var same = 0;
        foreach (var picture in pictures)
            if (await LoadTurn.AskAsync(mine, picture, cancellation).ConfigureAwait(false) is { } name && name == await LoadTurn.AskAsync(yours, picture, cancellation).ConfigureAwait(false)) same++;
        return $"both name the same class for {same} of {pictures.Count} pictures";
    }

    private static List<byte[]> Drawn() =>
        [.. Enumerable.Range(0, Pictures).Select(i => PictureWriter.ToPng(KidneyPhantom.Draw(1000UL + (ulong)i, 0, (KidneyFinding)(i % 4)).Resize(PictureSide, PictureSide)))];
}
