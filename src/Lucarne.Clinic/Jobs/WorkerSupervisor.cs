using System.Diagnostics;
using System.Globalization;

namespace Lucarne.Clinic.Jobs;

/// <summary>Keeps worker processes running: starts them, sees how they end, takes their jobs from the dead, and starts others.</summary>
/// <param name="database">The clinic.</param>
/// <param name="start">How a worker with a name is started. Its standard input is kept open, and a worker ends when that closes: none
/// outlives its supervisor.</param>
/// <param name="name">The beginning of the workers' names; no two supervisors may have the same.</param>
/// <param name="tell">Hears what happens.</param>
public sealed class WorkerSupervisor(ClinicDatabase database, Func<string, ProcessStartInfo> start, string name, Action<string> tell)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongLife = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Keeps so many workers running until it is told to stop; then they end what they can and are waited for.</summary>
    /// <param name="workers">How many.</param>
    /// <param name="stop">Stops it.</param>
    public Task RunAsync(int workers, CancellationToken stop) => Task.WhenAll(Enumerable.Range(1, workers).Select(place => KeepAsync(place, stop)));

    private async Task KeepAsync(int place, CancellationToken stop)
    {
        var pause = ShortestPause;
        for (var life = 1; !stop.IsCancellationRequested; life++)
        {
            var worker = string.Create(CultureInfo.InvariantCulture, $"{name}/{place}.{life}");
            var lived = Stopwatch.StartNew();
            var how = await LiveAsync(worker, stop).ConfigureAwait(false);
            if (stop.IsCancellationRequested) return;
            tell($"{worker} ended: {how}.");
            var taken = await BuryAsync(worker, how, stop).ConfigureAwait(false);
            // One that lived, or died over a job, is replaced at once; one that cannot even start is tried more and more seldom.
            pause = taken > 0 || lived.Elapsed > LongLife ? ShortestPause : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, pause.Ticks * 2));
            await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string> LiveAsync(string worker, CancellationToken stop)
    {
        try
        {
            var how = start(worker);
            how.RedirectStandardInput = true;
            using var process = Process.Start(how)!;
            try
            {
                await process.WaitForExitAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                await EndAsync(process).ConfigureAwait(false);
            }

            // A process that a signal ended reports 128 and the signal's number.
            return process.ExitCode > 128 ? string.Create(CultureInfo.InvariantCulture, $"signal {process.ExitCode - 128}") : string.Create(CultureInfo.InvariantCulture, $"exit code {process.ExitCode}");
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return $"it could not be started ({error.Message})";
        }
    }

    private static async Task EndAsync(Process process)
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<int> BuryAsync(string worker, string how, CancellationToken stop)
    {
        try
        {
            return await database.Queue.BuryAsync(worker, how, stop).ConfigureAwait(false);
        }
        catch (Exception error) when (error is ClinicException or System.Data.Common.DbException or OperationCanceledException)
        {
            // The database is away: its lease runs out, and another worker takes the job then.
            return 0;
        }
    }
}
