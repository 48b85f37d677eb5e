using Lucarne.Clinic.Storage;
using Lucarne.Clinic.Studies;
using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Worklist;

/// <summary>The studies that doctors work through.</summary>
public sealed class WorklistReader
{
    private const int MostRows = 200;

    private readonly Connections _connections;

    internal WorklistReader(Connections connections) => _connections = connections;

    /// <summary>A page of the worklist: the most urgent first, and of those the ones that have waited longest.</summary>
    public Task<WorklistPage> PageAsync(WorklistQuery query, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var limit = Math.Clamp(query.Limit, 1, MostRows);
        return _connections.ReadAsync(async session =>
        {
            // The page is chosen from the studies' index alone; patients and findings are looked up for its few rows.
            var rows = await session.QueryAsync<WorklistRow>(
                $"""
                WITH page AS (
                    SELECT id FROM studies WHERE {Condition(query)} ORDER BY urgency, id LIMIT @limit
                )
                SELECT s.id AS study_id, s.patient_id, p.record_number, p.name AS patient_name, s.study_date, s.modality, s.description, s.urgency, s.status,
                    s.assigned_to, s.created_at, s.version, f.decision, f.predicted_class, f.confidence, f.model_name, f.model_version
                FROM page JOIN studies s ON s.id = page.id JOIN patients p ON p.id = s.patient_id
                    LEFT JOIN findings f ON f.id = (SELECT MAX(id) FROM findings WHERE study_id = s.id)
                ORDER BY s.urgency, s.id
                """,
                new
                {
                    status = query.Status?.ToString(),
                    urgency = (long?)query.Urgency,
                    query.Modality,
                    query.AssignedTo,
                    pattern = SearchText.Pattern(query.Text ?? ""),
                    afterUrgency = (long?)query.After?.Urgency,
                    afterId = query.After?.StudyId,
                    // One more tells whether there is a next page.
                    limit = limit + 1,
                }).ConfigureAwait(false);
            var page = rows.Take(limit).ToList();
            return new WorklistPage(page, rows.Count > limit ? new WorklistPlace(page[^1].Urgency, page[^1].StudyId) : null);
        }, cancellation);
    }

    /// <summary>How many studies there are, by status.</summary>
    public Task<WorklistCounts> CountsAsync(CancellationToken cancellation = default) =>
        _connections.ReadAsync(async session =>
        {
            var counts = await session.QueryAsync<CountRow>("SELECT status, urgency, COUNT(*) AS studies FROM studies GROUP BY status, urgency").ConfigureAwait(false);
            return new WorklistCounts(Sum(StudyStatus.Waiting), Sum(StudyStatus.InProgress), Sum(StudyStatus.Signed), counts.Where(row => row is { Status: StudyStatus.Waiting, Urgency: Urgency.Urgent }).Sum(row => row.Studies));

            long Sum(StudyStatus status) => counts.Where(row => row.Status == status).Sum(row => row.Studies);
        }, cancellation);

    // Only what is asked for is compared, so that each combination finds its index.
    private static string Condition(WorklistQuery query)
    {
        var conditions = new List<string>();
        if (query.Status is not null) conditions.Add("status = @status");
        if (query.Urgency is not null) conditions.Add("urgency = @urgency");
        if (!string.IsNullOrWhiteSpace(query.Modality)) conditions.Add("modality = @Modality");
        if (!string.IsNullOrWhiteSpace(query.AssignedTo)) conditions.Add("assigned_to = @AssignedTo");
        if (!string.IsNullOrWhiteSpace(query.Text)) conditions.Add(@"search_text LIKE @pattern ESCAPE '\'");
        if (query.After is not null) conditions.Add("(urgency, id) > (@afterUrgency, @afterId)");
        return conditions.Count == 0 ? "1 = 1" : string.Join(" AND ", conditions);
    }

    private sealed record CountRow
    {
        public StudyStatus Status { get; init; }
        public Urgency Urgency { get; init; }
        public long Studies { get; init; }
    }
}
