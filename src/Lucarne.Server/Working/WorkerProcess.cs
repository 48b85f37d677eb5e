using Lucarne.Clinic;
using Lucarne.Clinic.Working;

namespace Lucarne.Server.Working;

/// <summary>A worker: this program again, as a process that imports, predicts, segments and trains, and that nothing but its own job suffers from.</summary>
internal static class WorkerProcess
{
    /// <summary>The word that makes this program a worker.</summary>
    public const string Word = "work";

    /// <summary>Names the database to a worker; a command line can be read by anybody on the machine, and it may hold a password.</summary>
    public const string DatabaseVariable = "LUCARNE_DATABASE";

    /// <summary>Names the folder of files that belongs to that database: a demonstration has its own.</summary>
    public const string FilesVariable = "LUCARNE_FILES";

    /// <summary>Works until its input closes, so that no worker outlives the server.</summary>
    /// <param name="name">The worker's name.</param>
    /// <param name="input">Closes when the work shall end.</param>
    /// <param name="tell">Hears what happens.</param>
    public static async Task RunAsync(string name, Stream input, Action<string> tell)
    {
        var options = ServerOptions.Parse([]);
        using var stop = new CancellationTokenSource();
        var watch = StopWhenClosedAsync(input, stop);
        await using var clinic = await ClinicDatabase.OpenAsync(options.Connection, Environment.GetEnvironmentVariable(FilesVariable) is { Length: > 0 } files ? files : options.Files, TimeProvider.System, stop.Token);
        using var worker = new ClinicWorker(clinic, new WorkerOptions
        {
            Name = name,
            RecipesFolder = options.Recipes,
            CacheFolder = Path.Combine(options.Home, "cache"),
            WeightFolders = [Path.Combine(options.Home, "weights")],
            Tell = tell,
        }, TimeProvider.System);
        await worker.RunAsync(stop.Token);
        await watch;
    }

    private static async Task StopWhenClosedAsync(Stream input, CancellationTokenSource stop)
    {
        var buffer = new byte[256];
        while (await input.ReadAsync(buffer) > 0)
        {
        }

        await stop.CancelAsync();
    }
}
