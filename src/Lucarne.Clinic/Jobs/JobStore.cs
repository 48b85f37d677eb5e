using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Jobs;

/// <summary>Work for the workers, as those see it who ask for it.</summary>
public sealed class JobStore
{
    internal const string Columns =
        "id, kind, status, urgency, payload_json, file_sha256, study_id, created_by, created_at, available_at, started_at, finished_at, attempts, deaths, lease, worker, is_cancel_asked, progress, progress_text, result_json, failure";

    private const int MostRows = 1000;

    private readonly Connections _connections;

    internal JobStore(Connections connections) => _connections = connections;

    /// <summary>Adds a job.</summary>
    /// <exception cref="ClinicException">Its file is in quarantine.</exception>
    public Task<Job> AddAsync(JobEntry entry, string actor, CancellationToken cancellation = default) =>
        _connections.WriteAsync(session => AddAsync(session, entry, actor), cancellation);

    /// <summary>A job.</summary>
    /// <exception cref="MissingException">There is none.</exception>
    public Task<Job> GetAsync(long id, CancellationToken cancellation = default) => _connections.ReadAsync(session => GetAsync(session, id), cancellation);

    /// <summary>Jobs, the newest first.</summary>
    /// <param name="status">Only so far; null for all.</param>
    /// <param name="kind">Only of this kind; null for all.</param>
    /// <param name="studyId">Only of this study; null for all.</param>
    /// <param name="before">Only those before this number; null for the newest.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<IReadOnlyList<Job>> ListAsync(
        JobStatus? status = null, JobKind? kind = null, long? studyId = null, long? before = null, int limit = 50, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => session.QueryAsync<Job>(
            $"""
            SELECT {Columns} FROM jobs
            WHERE id < @before {(status is null ? "" : "AND status = @status")} {(kind is null ? "" : "AND kind = @kind")} {(studyId is null ? "" : "AND study_id = @studyId")}
            ORDER BY id DESC LIMIT @limit
            """,
            new { before = before ?? long.MaxValue, status = status?.ToString(), kind = kind?.ToString(), studyId, limit = Math.Clamp(limit, 1, MostRows) }), cancellation);

    /// <summary>Lines of a job's log, in their order.</summary>
    /// <param name="id">Which job.</param>
    /// <param name="after">Only those after this number.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<IReadOnlyList<JobLine>> LinesAsync(long id, long after = 0, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => session.QueryAsync<JobLine>(
            $"SELECT number, at, text FROM job_lines WHERE job_id = @id AND number > @after ORDER BY number LIMIT {MostRows}", new { id, after }), cancellation);

    /// <summary>How many jobs there are.</summary>
    public Task<JobCounts> CountsAsync(CancellationToken cancellation = default) =>
        _connections.ReadAsync(async session =>
        {
            var counts = (await session.QueryAsync<CountRow>("SELECT status, COUNT(*) AS jobs, COUNT(DISTINCT worker) AS workers, MIN(available_at) AS since FROM jobs WHERE status IN ('Queued', 'Running', 'Failed', 'Quarantined') GROUP BY status").ConfigureAwait(false))
                .ToDictionary(row => row.Status);
            return new JobCounts(Of(JobStatus.Queued), Of(JobStatus.Running), Of(JobStatus.Failed), Of(JobStatus.Quarantined), counts.GetValueOrDefault(JobStatus.Running)?.Workers ?? 0, counts.GetValueOrDefault(JobStatus.Queued)?.Since);

            long Of(JobStatus status) => counts.GetValueOrDefault(status)?.Jobs ?? 0;
        }, cancellation);

    /// <summary>Cancels a job: one that waits at once, one that runs as soon as its worker hears of it. One that is over stays as it is.</summary>
    public Task<Job> CancelAsync(long id, string actor, CancellationToken cancellation = default) =>
        _connections.WriteAsync(async session =>
        {
            var changed = await session.ExecuteAsync(
                """
                UPDATE jobs SET is_cancel_asked = 1, finished_at = CASE WHEN status = 'Queued' THEN @Now ELSE finished_at END,
                    status = CASE WHEN status = 'Queued' THEN 'Cancelled' ELSE status END
                WHERE id = @id AND status IN ('Queued', 'Running')
                """, new { id, session.Now }).ConfigureAwait(false);
            if (changed == 1) session.Note(actor, "job.cancelled", $"job/{id}");
            return await GetAsync(session, id).ConfigureAwait(false);
        }, cancellation);

    /// <summary>Puts a job that failed, was cancelled or is in quarantine back into the queue; its file leaves the quarantine.</summary>
    /// <exception cref="ClinicException">It waits, runs or is done.</exception>
    public Task<Job> RetryAsync(long id, string actor, CancellationToken cancellation = default) =>
        _connections.WriteAsync(async session =>
        {
            var job = await GetAsync(session, id).ConfigureAwait(false);
            var changed = await session.ExecuteAsync(
                """
                UPDATE jobs SET status = 'Queued', attempts = 0, deaths = 0, available_at = @Now, finished_at = NULL, failure = NULL, is_cancel_asked = 0, progress = 0, progress_text = NULL
                WHERE id = @id AND status IN ('Failed', 'Cancelled', 'Quarantined')
                """, new { id, session.Now }).ConfigureAwait(false);
            if (changed == 0) throw new ClinicException($"job/{id} is {job.Status} and cannot be tried again; only one that failed, was cancelled or is in quarantine can.");
            if (job.FileSha256 is not null) await session.ExecuteAsync("DELETE FROM quarantine WHERE file_sha256 = @FileSha256", new { job.FileSha256 }).ConfigureAwait(false);
            session.Note(actor, "job.retried", $"job/{id}");
            return await GetAsync(session, id).ConfigureAwait(false);
        }, cancellation);

    internal static async Task<Job> GetAsync(Session session, long id) =>
        await session.FirstAsync<Job>($"SELECT {Columns} FROM jobs WHERE id = @id", new { id }).ConfigureAwait(false) ?? throw new MissingException($"job/{id}");

    internal static async Task<Job> AddAsync(Session session, JobEntry entry, string actor)
    {
        if (entry.FileSha256 is not null && await Quarantine.ReasonAsync(session, entry.FileSha256).ConfigureAwait(false) is { } reason) throw new ClinicException(reason);
        var id = await session.InsertAsync(
            """
            INSERT INTO jobs (kind, status, urgency, payload_json, file_sha256, study_id, created_by, created_at, available_at)
            VALUES (@kind, 'Queued', @urgency, @PayloadJson, @FileSha256, @StudyId, @actor, @Now, @Now)
            RETURNING id
            """,
            new { kind = entry.Kind.ToString(), urgency = (long)entry.Urgency, entry.PayloadJson, entry.FileSha256, entry.StudyId, actor, session.Now }).ConfigureAwait(false);
        session.Note(actor, "job.added", $"job/{id}", entry.Kind.ToString());
        return await GetAsync(session, id).ConfigureAwait(false);
    }

    private sealed record CountRow
    {
        public JobStatus Status { get; init; }
        public long Jobs { get; init; }
        public long Workers { get; init; }
        public DateTimeOffset? Since { get; init; }
    }
}
