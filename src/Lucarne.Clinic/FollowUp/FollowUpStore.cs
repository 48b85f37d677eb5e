using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.FollowUp;

/// <summary>What is to be done, for whom and by when.</summary>
public sealed class FollowUpStore
{
    private const string Columns = "id, patient_id, study_id, recommendation_id, text, due_on, status, assigned_to, created_by, created_at, closed_by, closed_at, version";
    private const int MostRows = 500;

    private readonly Connections _connections;

    internal FollowUpStore(Connections connections) => _connections = connections;

    /// <summary>Adds a task.</summary>
    public Task<FollowUpTask> AddAsync(FollowUpEntry entry, string actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var text = FieldRules.Text(entry.Text, "what is to be done", 1000);
        return _connections.WriteAsync(async session =>
        {
            await PatientStore.GetAsync(session, entry.PatientId).ConfigureAwait(false);
            var id = await session.InsertAsync(
                """
                INSERT INTO tasks (patient_id, study_id, recommendation_id, text, due_on, status, assigned_to, created_by, created_at)
                VALUES (@PatientId, @StudyId, @RecommendationId, @text, @DueOn, 'Open', @AssignedTo, @actor, @Now)
                RETURNING id
                """,
                new { entry.PatientId, entry.StudyId, entry.RecommendationId, text, entry.DueOn, entry.AssignedTo, actor, session.Now }).ConfigureAwait(false);
            session.Note(actor, "task.added", $"task/{id}", $"patient/{entry.PatientId}");
            return await GetAsync(session, id).ConfigureAwait(false);
        }, cancellation);
    }

    /// <summary>Does, drops or reopens a task.</summary>
    /// <exception cref="StaleVersionException">Somebody else changed it.</exception>
    public Task<FollowUpTask> SetStatusAsync(long id, FollowUpStatus status, long version, string actor, CancellationToken cancellation = default) =>
        _connections.WriteAsync(async session =>
        {
            var isOpen = status == FollowUpStatus.Open;
            await session.ChangeAsync("tasks", id, version, $"task/{id}",
                "UPDATE tasks SET status = @status, closed_by = @closedBy, closed_at = @closedAt, version = version + 1 WHERE id = @id AND version = @version",
                new { id, version, status = status.ToString(), closedBy = isOpen ? null : actor, closedAt = isOpen ? (DateTimeOffset?)null : session.Now }).ConfigureAwait(false);
            session.Note(actor, $"task.{status.ToString().ToLowerInvariant()}", $"task/{id}");
            return await GetAsync(session, id).ConfigureAwait(false);
        }, cancellation);

    /// <summary>Moves a task to another day, or to somebody else.</summary>
    /// <exception cref="StaleVersionException">Somebody else changed it.</exception>
    public Task<FollowUpTask> MoveAsync(long id, DateOnly dueOn, string? assignedTo, long version, string actor, CancellationToken cancellation = default) =>
        _connections.WriteAsync(async session =>
        {
            await session.ChangeAsync("tasks", id, version, $"task/{id}",
                "UPDATE tasks SET due_on = @dueOn, assigned_to = @assignedTo, version = version + 1 WHERE id = @id AND version = @version",
                new { id, version, dueOn, assignedTo }).ConfigureAwait(false);
            session.Note(actor, "task.moved", $"task/{id}", $"due {ColumnForms.Write(dueOn)}");
            return await GetAsync(session, id).ConfigureAwait(false);
        }, cancellation);

    /// <summary>A task.</summary>
    /// <exception cref="MissingException">There is none.</exception>
    public Task<FollowUpTask> GetAsync(long id, CancellationToken cancellation = default) => _connections.ReadAsync(session => GetAsync(session, id), cancellation);

    /// <summary>A patient's tasks, the first due first.</summary>
    public Task<IReadOnlyList<FollowUpTask>> OfPatientAsync(long patientId, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => session.QueryAsync<FollowUpTask>($"SELECT {Columns} FROM tasks WHERE patient_id = @patientId ORDER BY due_on, id", new { patientId }), cancellation);

    /// <summary>Open tasks of all patients, the first due first.</summary>
    /// <param name="dueBy">Only those due by this day; null for all.</param>
    /// <param name="assignedTo">Only those of this person; null for everybody's.</param>
    /// <param name="after">The last task of the page before; null for the first page.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<IReadOnlyList<FollowUpTask>> OpenAsync(
        DateOnly? dueBy = null, string? assignedTo = null, FollowUpTask? after = null, int limit = 50, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => session.QueryAsync<FollowUpTask>(
            $"""
            SELECT {Columns} FROM tasks
            WHERE status = 'Open' AND due_on <= @dueBy {(assignedTo is null ? "" : "AND assigned_to = @assignedTo")} AND (due_on, id) > (@afterDay, @afterId)
            ORDER BY due_on, id LIMIT @limit
            """,
            new
            {
                dueBy = dueBy ?? DateOnly.MaxValue,
                assignedTo,
                afterDay = after?.DueOn ?? DateOnly.MinValue,
                afterId = after?.Id ?? 0,
                limit = Math.Clamp(limit, 1, MostRows),
            }), cancellation);

    private static async Task<FollowUpTask> GetAsync(Session session, long id) =>
        await session.FirstAsync<FollowUpTask>($"SELECT {Columns} FROM tasks WHERE id = @id", new { id }).ConfigureAwait(false) ?? throw new MissingException($"task/{id}");
}
