using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Jobs;

/// <summary>Work for the workers, as workers see it: taken under a lease, kept by a heartbeat, ended with the result in one transaction.</summary>
/// <param name="connections">The database.</param>
internal sealed class JobQueue(Connections connections)
{
    /// <summary>A worker that has not been heard of for so long is taken for dead.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(30);

    private const int MostAttempts = 5;
    private const double FirstPauseSeconds = 2;
    private const double LongestPauseSeconds = 600;
    private const string Own = "id = @Id AND lease = @Number AND status = 'Running'";

    /// <summary>Takes the most urgent job that waits, the oldest of those; null where none waits.</summary>
    public Task<JobLease?> TakeAsync(string worker, IReadOnlyCollection<JobKind> kinds, CancellationToken cancellation) =>
        connections.WriteAsync(async session =>
        {
            var id = await session.FirstAsync<long?>(
                $"SELECT id FROM jobs WHERE status = 'Queued' AND available_at <= @Now AND kind IN ({Names(kinds)}) ORDER BY urgency, id LIMIT 1 {session.Dialect.SkipLocked}",
                new { session.Now }).ConfigureAwait(false);
            if (id is null) return null;
            await session.ExecuteAsync(
                """
                UPDATE jobs SET status = 'Running', lease = lease + 1, attempts = attempts + 1, worker = @worker, lease_until = @until,
                    started_at = COALESCE(started_at, @Now), progress = 0, progress_text = NULL
                WHERE id = @id
                """, new { id, worker, until = session.Now + LeaseTime, session.Now }).ConfigureAwait(false);
            var job = await JobStore.GetAsync(session, id.Value).ConfigureAwait(false);
            return (JobLease?)new JobLease(job, job.Lease);
        }, cancellation);

    /// <summary>Whether a job waits that <see cref="TakeAsync"/> would take: asked first, since asking needs no turn at writing.</summary>
    public Task<bool> HasWorkAsync(IReadOnlyCollection<JobKind> kinds, CancellationToken cancellation) =>
        connections.ReadAsync(async session => await session.FirstAsync<long?>(
            $"SELECT id FROM jobs WHERE status = 'Queued' AND available_at <= @Now AND kind IN ({Names(kinds)}) LIMIT 1", new { session.Now }).ConfigureAwait(false) is not null, cancellation);

    /// <summary>Says that the worker is still at work, and how far.</summary>
    public Task<LeaseState> RenewAsync(JobLease lease, double progress, string? text, CancellationToken cancellation) =>
        connections.WriteAsync(async session =>
        {
            var held = await session.ExecuteAsync($"UPDATE jobs SET lease_until = @until, progress = @progress, progress_text = @text WHERE {Own}",
                new { lease.Job.Id, lease.Number, until = session.Now + LeaseTime, progress = Math.Clamp(progress, 0, 1), text }).ConfigureAwait(false);
            if (held == 0) return LeaseState.Lost;
            return await session.FirstAsync<long>("SELECT is_cancel_asked FROM jobs WHERE id = @Id", new { lease.Job.Id }).ConfigureAwait(false) == 1 ? LeaseState.CancelAsked : LeaseState.Held;
        }, cancellation);

    /// <summary>Adds a line to the job's log.</summary>
    public Task LogAsync(JobLease lease, string text, CancellationToken cancellation) =>
        connections.WriteAsync(session => AddLineAsync(session, lease.Job.Id, text), cancellation);

    /// <summary>Ends a job with its result: what it writes and that it is done are one transaction.</summary>
    /// <exception cref="LostLeaseException">The job is no longer this worker's; nothing was written.</exception>
    public Task CompleteAsync(JobLease lease, Func<Session, Task<string?>> write, CancellationToken cancellation) =>
        connections.WriteAsync(async session =>
        {
            var job = await TakeRowAsync(session, lease).ConfigureAwait(false);
            // A file that was read to the end did not end its earlier workers.
            if (job.FileSha256 is { } file) await Quarantine.AcquitAsync(session, file).ConfigureAwait(false);
            var result = await write(session).ConfigureAwait(false);
            await EndAsync(session, lease, JobStatus.Done, result, null).ConfigureAwait(false);
        }, cancellation);

    /// <summary>Ends a job that cannot be done; or lets it be tried again later, where trying again may help.</summary>
    public Task FailAsync(JobLease lease, string sentence, bool mayPass, CancellationToken cancellation) =>
        connections.WriteAsync(async session =>
        {
            var job = await TakeRowAsync(session, lease).ConfigureAwait(false);
            if (mayPass && job.Attempts < MostAttempts && !job.IsCancelAsked)
            {
                await RequeueAsync(session, job, job.Attempts).ConfigureAwait(false);
                await AddLineAsync(session, job.Id, $"{sentence} It is tried again.").ConfigureAwait(false);
            }
            else await EndAsync(session, lease, job.IsCancelAsked ? JobStatus.Cancelled : JobStatus.Failed, null, sentence).ConfigureAwait(false);
        }, cancellation);

    /// <summary>Ends a job because somebody wanted it to stop.</summary>
    public Task CancelAsync(JobLease lease, CancellationToken cancellation) =>
        connections.WriteAsync(async session =>
        {
            await TakeRowAsync(session, lease).ConfigureAwait(false);
            await EndAsync(session, lease, JobStatus.Cancelled, null, null).ConfigureAwait(false);
        }, cancellation);

    /// <summary>Gives a job back untouched, because the worker is told to stop; the attempt does not count.</summary>
    public Task ReturnAsync(JobLease lease, CancellationToken cancellation) =>
        connections.WriteAsync(async session =>
        {
            await TakeRowAsync(session, lease).ConfigureAwait(false);
            await session.ExecuteAsync("UPDATE jobs SET status = 'Queued', attempts = attempts - 1, lease = lease + 1, worker = NULL, lease_until = NULL, progress = 0 WHERE id = @Id", new { lease.Job.Id }).ConfigureAwait(false);
        }, cancellation);

    /// <summary>Takes the jobs of dead workers from them: those not heard of in time, or those of a worker whose process was seen to end.</summary>
    /// <param name="worker">The worker that ended; null for all that were not heard of in time.</param>
    /// <param name="how">How it ended, in a few words.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>How many jobs were taken.</returns>
    public Task<int> BuryAsync(string? worker, string how, CancellationToken cancellation) =>
        connections.WriteAsync(async session =>
        {
            var dead = await session.QueryAsync<Job>(
                $"SELECT {JobStore.Columns} FROM jobs WHERE status = 'Running' AND {(worker is null ? "lease_until < @Now" : "worker = @worker")} ORDER BY id {session.Dialect.SkipLocked}",
                new { worker, session.Now }).ConfigureAwait(false);
            foreach (var job in dead) await BuryAsync(session, job, how).ConfigureAwait(false);
            return dead.Count;
        }, cancellation);

    private static async Task BuryAsync(Session session, Job job, string how)
    {
        var lease = new JobLease(job, job.Lease);
        await session.ExecuteAsync("UPDATE jobs SET deaths = deaths + 1 WHERE id = @Id", new { job.Id }).ConfigureAwait(false);
        await AddLineAsync(session, job.Id, $"The worker {job.Worker} ended: {how}.").ConfigureAwait(false);
        var reason = job.FileSha256 is { } file ? await Quarantine.CountDeathAsync(session, file, how).ConfigureAwait(false) : null;
        if (reason is not null) await EndAsync(session, lease, JobStatus.Quarantined, null, reason).ConfigureAwait(false);
        else if (job.IsCancelAsked) await EndAsync(session, lease, JobStatus.Cancelled, null, null).ConfigureAwait(false);
        else if (job.Deaths + 1 >= Quarantine.MostDeaths) await EndAsync(session, lease, JobStatus.Failed, null, $"{job.Deaths + 1} workers ended over this job ({how}); look into their logs before trying it again.").ConfigureAwait(false);
        else await RequeueAsync(session, job, job.Deaths + 1).ConfigureAwait(false);
    }

    // The row's lock keeps others away until the transaction ends; the lease number tells whether they were here before.
    private static async Task<Job> TakeRowAsync(Session session, JobLease lease) =>
        await session.FirstAsync<Job>($"SELECT {JobStore.Columns} FROM jobs WHERE {Own} {session.Dialect.ForUpdate}", new { lease.Job.Id, lease.Number }).ConfigureAwait(false)
        ?? throw new LostLeaseException(lease.Job.Id);

    private static async Task EndAsync(Session session, JobLease lease, JobStatus status, string? result, string? failure)
    {
        await session.ExecuteAsync(
            """
            UPDATE jobs SET status = @status, lease_until = NULL, finished_at = @Now, result_json = @result, failure = @failure,
                progress = CASE WHEN @status = 'Done' THEN 1 ELSE progress END, progress_text = NULL
            WHERE id = @Id
            """, new { lease.Job.Id, status = status.ToString(), result, failure, session.Now }).ConfigureAwait(false);
        session.Note($"worker/{lease.Job.Worker}", $"job.{status.ToString().ToLowerInvariant()}", $"job/{lease.Job.Id}");
    }

    private static Task<int> RequeueAsync(Session session, Job job, int tries) => session.ExecuteAsync(
        "UPDATE jobs SET status = 'Queued', lease = lease + 1, worker = NULL, lease_until = NULL, progress = 0, progress_text = NULL, available_at = @at WHERE id = @Id",
        new { job.Id, at = session.Now + TimeSpan.FromSeconds(Math.Min(LongestPauseSeconds, FirstPauseSeconds * Math.Pow(2, tries - 1))) });

    private static Task<int> AddLineAsync(Session session, long id, string text) => session.ExecuteAsync(
        "INSERT INTO job_lines (job_id, number, at, text) SELECT @id, COALESCE(MAX(number), 0) + 1, @Now, @text FROM job_lines WHERE job_id = @id",
        new { id, text = text.Length > 2000 ? text[..2000] : text, session.Now });

    // Names of an enumeration, never a caller's text.
    private static string Names(IReadOnlyCollection<JobKind> kinds) => string.Join(", ", kinds.Select(kind => $"'{kind}'"));
}
