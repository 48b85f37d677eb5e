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
        return _connections.WriteAsync(session => AddAsync(session, entry, actor), cancellation);
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

    /// <summary>Tasks of all patients or of one, the first due first.</summary>
    public Task<IReadOnlyList<FollowUpTask>> ListAsync(FollowUpQuery query, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _connections.ReadAsync(session => session.QueryAsync<FollowUpTask>(
            $"SELECT {Columns} FROM tasks WHERE {Condition(query)} ORDER BY due_on, id LIMIT @limit",
            new
            {
                status = query.Status?.ToString(),
                query.DueBy,
                query.AssignedTo,
                query.PatientId,
                afterDay = query.After?.DueOn,
                afterId = query.After?.TaskId,
                limit = Math.Clamp(query.Limit, 1, MostRows),
            }), cancellation);
    }

    internal static async Task<FollowUpTask> AddAsync(Session session, FollowUpEntry entry, string actor)
    {
        var text = FieldRules.Text(entry.Text, "what is to be done", 1000);
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
    }

    // Only what is asked for is compared, so that each combination finds its index.
    private static string Condition(FollowUpQuery query)
    {
        var conditions = new List<string>();
        if (query.Status is not null) conditions.Add("status = @status");
        if (query.DueBy is not null) conditions.Add("due_on <= @DueBy");
        if (query.AssignedTo is not null) conditions.Add("assigned_to = @AssignedTo");
        if (query.PatientId is not null) conditions.Add("patient_id = @PatientId");
        if (query.After is not null) conditions.Add("(due_on, id) > (@afterDay, @afterId)");
        return conditions.Count == 0 ? "1 = 1" : string.Join(" AND ", conditions);
    }

    private static async Task<FollowUpTask> GetAsync(Session session, long id) =>
        await session.FirstAsync<FollowUpTask>($"SELECT {Columns} FROM tasks WHERE id = @id", new { id }).ConfigureAwait(false) ?? throw new MissingException($"task/{id}");
}
