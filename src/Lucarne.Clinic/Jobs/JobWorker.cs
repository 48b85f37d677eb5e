namespace Lucarne.Clinic.Jobs;

/// <summary>
/// Takes jobs and does them, one at a time, until it is told to stop. It holds the native libraries and reads strangers' files, so it belongs
/// in a process of its own, which may end at any moment without harm: the job is then done again by another worker.
/// </summary>
public sealed class JobWorker
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan UnusedFor = TimeSpan.FromDays(1);

    private readonly ClinicDatabase _database;
    private readonly string _name;
    private readonly IReadOnlyDictionary<JobKind, JobWork> _works;
    private readonly Action<string> _tell;

    internal JobWorker(ClinicDatabase database, string name, IReadOnlyDictionary<JobKind, JobWork> works, Action<string> tell) =>
        (_database, _name, _works, _tell) = (database, name, works, tell);

    /// <summary>Works until it is told to stop. A job that it is at then goes back into the queue.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var rounds = System.Diagnostics.Stopwatch.StartNew();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (rounds.Elapsed > BetweenRounds)
                {
                    rounds.Restart();
                    await _database.Queue.BuryAsync(null, "it was not heard of any more", stop).ConfigureAwait(false);
                    await _database.Files.SweepAsync(_database.Connections.Now - UnusedFor, stop).ConfigureAwait(false);
                }

                if (await WorkOnceAsync(stop).ConfigureAwait(false)) continue;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // A worker outlives its database's restart, and whatever else befalls one job.
            catch (Exception error)
#pragma warning restore CA1031
            {
                _tell(JobFailure.Of(error).Sentence);
                await Task.Delay(4 * Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Does one job, if one waits.</summary>
    /// <returns>Whether one waited.</returns>
    internal async Task<bool> WorkOnceAsync(CancellationToken stop)
    {
        var kinds = (IReadOnlyCollection<JobKind>)[.. _works.Keys];
        if (!await _database.Queue.HasWorkAsync(kinds, stop).ConfigureAwait(false)) return false;
        if (await _database.Queue.TakeAsync(_name, kinds, stop).ConfigureAwait(false) is not { } lease) return false;
        _tell($"job/{lease.Job.Id} {lease.Job.Kind}");
        var folder = Directory.CreateTempSubdirectory("lucarne-job-");
        try
        {
            await WorkAsync(lease, folder.FullName, stop).ConfigureAwait(false);
        }
        catch (LostLeaseException error)
        {
            _tell(error.Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return true;
    }

    private async Task WorkAsync(JobLease lease, string folder, CancellationToken stop)
    {
        using var work = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var context = new JobContext(_database, lease.Job, folder, work.Token);
        var heartbeat = new Heartbeat(_database.Queue, lease, context, work);
        JobOutcome? outcome = null;
        Exception? thrown = null;
        try
        {
            outcome = await _works[lease.Job.Kind](context).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever a file does to its reader is the job's failure, not the worker's.
        catch (Exception error)
#pragma warning restore CA1031
        {
            thrown = error;
        }
        finally
        {
            await heartbeat.DisposeAsync().ConfigureAwait(false);
        }

        await EndAsync(lease, context, heartbeat.State, outcome, thrown, stop).ConfigureAwait(false);
    }

    /// <returns>Why the result was not written, such as a study that has changed meanwhile; null where it was.</returns>
    private async Task<Exception?> CompleteAsync(JobLease lease, JobOutcome outcome)
    {
        try
        {
            await _database.Queue.CompleteAsync(lease, outcome.Write, CancellationToken.None).ConfigureAwait(false);
            return null;
        }
#pragma warning disable CA1031 // Whatever the database refuses is the job's failure, not the worker's.
        catch (Exception error) when (error is not LostLeaseException)
#pragma warning restore CA1031
        {
            return error;
        }
    }

    private async Task EndAsync(JobLease lease, JobContext context, LeaseState state, JobOutcome? outcome, Exception? thrown, CancellationToken stop)
    {
        var queue = _database.Queue;
        while (context.TryNextLine(out var line)) await queue.LogAsync(lease, line!, CancellationToken.None).ConfigureAwait(false);
        if (outcome is not null && (thrown = await CompleteAsync(lease, outcome).ConfigureAwait(false)) is null)
        {
            if (outcome.Afterwards is { } afterwards) await afterwards().ConfigureAwait(false);
        }
        else if (thrown is OperationCanceledException && state == LeaseState.CancelAsked) await queue.CancelAsync(lease, CancellationToken.None).ConfigureAwait(false);
        else if (thrown is OperationCanceledException && stop.IsCancellationRequested) await queue.ReturnAsync(lease, CancellationToken.None).ConfigureAwait(false);
        else if (state != LeaseState.Lost)
        {
            var failure = JobFailure.Of(thrown!);
            _tell($"job/{lease.Job.Id} failed: {failure.Sentence}");
            await queue.FailAsync(lease, failure.Sentence, failure.MayPass, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
