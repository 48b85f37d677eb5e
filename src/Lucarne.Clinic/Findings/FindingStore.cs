using Lucarne.Clinic.FollowUp;
using Lucarne.Clinic.Storage;
using Lucarne.Clinic.Studies;

namespace Lucarne.Clinic.Findings;

/// <summary>What models said, and what follows from it.</summary>
public sealed class FindingStore
{
    private const string RecommendationColumns = "id, finding_id, study_id, position, rule, urgency, detail_json, status, changed_text, decided_by, decided_at, version";

    private readonly Connections _connections;

    internal FindingStore(Connections connections) => _connections = connections;

    /// <summary>Adds a finding with its files and recommendations; where its key is there already, gives the one that is there.</summary>
    public Task<Finding> AddAsync(FindingEntry entry, string actor, CancellationToken cancellation = default) =>
        _connections.WriteAsync(session => AddAsync(session, entry, actor), cancellation);

    /// <summary>A finding.</summary>
    /// <exception cref="MissingException">There is none.</exception>
    public Task<Finding> GetAsync(long id, CancellationToken cancellation = default) => _connections.ReadAsync(session => GetAsync(session, id), cancellation);

    /// <summary>The findings of a study, the newest first.</summary>
    public Task<IReadOnlyList<Finding>> OfStudyAsync(long studyId, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => FindingRow.ListAsync(session, "f.study_id = @studyId", new { studyId }), cancellation);

    /// <summary>The findings of all of a patient's studies, the newest first: volumes over time.</summary>
    public Task<IReadOnlyList<Finding>> OfPatientAsync(long patientId, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => FindingRow.ListAsync(session, "f.study_id IN (SELECT id FROM studies WHERE patient_id = @patientId)", new { patientId }), cancellation);

    /// <summary>A model's findings, the newest first, for its agreement with doctors and the drift of its inputs.</summary>
    public Task<IReadOnlyList<Finding>> OfModelAsync(long modelId, int limit = 1000, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => FindingRow.ListAsync(session, "f.model_id = @modelId", new { modelId, limit = Math.Clamp(limit, 1, 10_000) }, isLimited: true), cancellation);

    /// <summary>The recommendations of a study, by finding and place.</summary>
    public Task<IReadOnlyList<Recommendation>> RecommendationsAsync(long studyId, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => session.QueryAsync<Recommendation>(
            $"SELECT {RecommendationColumns} FROM recommendations WHERE study_id = @studyId ORDER BY finding_id DESC, position", new { studyId }), cancellation);

    /// <summary>Writes down what a doctor makes of a recommendation, and the task that follows: both or neither.</summary>
    /// <param name="id">Which.</param>
    /// <param name="status">Accepted, changed or declined.</param>
    /// <param name="text">The doctor's words; needed where it is changed.</param>
    /// <param name="version">The version that was read.</param>
    /// <param name="actor">Which doctor.</param>
    /// <param name="plan">What is to be done for the study's patient; null where nothing follows.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="StaleVersionException">Somebody else decided first.</exception>
    /// <exception cref="ClinicException">The study is signed, the words are missing, or the task cannot be right.</exception>
    public Task<Recommendation> DecideAsync(long id, RecommendationStatus status, string? text, long version, string actor, FollowUpPlan? plan = null, CancellationToken cancellation = default)
    {
        var words = FieldRules.Optional(text, "what is done instead", 4000);
        if (status == RecommendationStatus.Changed && words is null) throw new ClinicException("the recommendation was changed, but not into what; write what is done instead.");
        return _connections.WriteAsync(async session =>
        {
            var before = await RecommendationAsync(session, id).ConfigureAwait(false);
            var study = await StudyStore.RefuseSignedAsync(session, before.StudyId).ConfigureAwait(false);
            await session.ChangeAsync("recommendations", id, version, $"recommendation/{id}",
                """
                UPDATE recommendations SET status = @status, changed_text = @words, decided_by = @actor, decided_at = @Now, version = version + 1
                WHERE id = @id AND version = @version
                """, new { id, version, status = status.ToString(), words, actor, session.Now }).ConfigureAwait(false);
            session.Note(actor, "recommendation.decided", $"recommendation/{id}", status.ToString());
            if (plan is not null)
            {
                await FollowUpStore.AddAsync(session, new FollowUpEntry
                {
                    PatientId = study.PatientId,
                    StudyId = study.Id,
                    RecommendationId = id,
                    Text = plan.Text,
                    DueOn = plan.DueOn,
                }, actor).ConfigureAwait(false);
            }

            return await RecommendationAsync(session, id).ConfigureAwait(false);
        }, cancellation);
    }

    internal static async Task<Finding> GetAsync(Session session, long id) =>
        await FindingRow.ListAsync(session, "f.id = @id", new { id }).ConfigureAwait(false) is [var finding] ? finding : throw new MissingException($"finding/{id}");

    internal static async Task<Finding> AddAsync(Session session, FindingEntry entry, string actor)
    {
        if (await session.FirstAsync<long?>("SELECT id FROM findings WHERE finding_key = @Key", new { entry.Key }).ConfigureAwait(false) is { } there) return await GetAsync(session, there).ConfigureAwait(false);
        var id = await FindingRow.InsertAsync(session, entry).ConfigureAwait(false);
        await AddFilesAsync(session, id, entry.Files).ConfigureAwait(false);
        for (var place = 0; place < entry.Recommendations.Count; place++) await AddRecommendationAsync(session, id, entry.StudyId, place, entry.Recommendations[place]).ConfigureAwait(false);

        // Whoever has the study open has not seen this: its version rises, and a signature given without looking is refused.
        await session.ExecuteAsync(
            """
            UPDATE studies SET urgency = CASE WHEN status <> 'Signed' AND @urgency < urgency THEN @urgency ELSE urgency END,
                changed_by = @actor, changed_at = @Now, version = version + 1
            WHERE id = @StudyId
            """, new { entry.StudyId, urgency = (long)entry.Urgency, actor, session.Now }).ConfigureAwait(false);
        session.Note(actor, "finding.added", $"finding/{id}", $"study/{entry.StudyId}");
        return await GetAsync(session, id).ConfigureAwait(false);
    }

    internal static Task<IReadOnlyList<Recommendation>> RecommendationsOfAsync(Session session, long findingId) =>
        session.QueryAsync<Recommendation>($"SELECT {RecommendationColumns} FROM recommendations WHERE finding_id = @findingId ORDER BY position", new { findingId });

    internal static Task<int> AddRecommendationAsync(Session session, long findingId, long studyId, int position, RecommendationEntry entry) => session.ExecuteAsync(
        """
        INSERT INTO recommendations (finding_id, study_id, position, rule, urgency, detail_json, status)
        VALUES (@findingId, @studyId, @position, @Rule, @urgency, @DetailJson, 'Proposed')
        """,
        new { findingId, studyId, position, entry.Rule, urgency = (long)entry.Urgency, entry.DetailJson });

    /// <summary>Adds files to a finding; one of a role that is there already is replaced.</summary>
    internal static async Task AddFilesAsync(Session session, long id, IReadOnlyList<FindingFile> files)
    {
        foreach (var file in files)
        {
            await session.ExecuteAsync(
                """
                INSERT INTO finding_files (finding_id, role, file_sha256, file_name) VALUES (@id, @Role, @FileSha256, @FileName)
                ON CONFLICT (finding_id, role) DO UPDATE SET file_sha256 = excluded.file_sha256, file_name = excluded.file_name
                """, new { id, file.Role, file.FileSha256, file.FileName }).ConfigureAwait(false);
        }
    }

    private static async Task<Recommendation> RecommendationAsync(Session session, long id) =>
        await session.FirstAsync<Recommendation>($"SELECT {RecommendationColumns} FROM recommendations WHERE id = @id", new { id }).ConfigureAwait(false)
        ?? throw new MissingException($"recommendation/{id}");
}
