using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Decisions;

/// <summary>What doctors drew in place of networks.</summary>
public sealed class CorrectionStore
{
    private readonly Connections _connections;

    internal CorrectionStore(Connections connections) => _connections = connections;

    /// <summary>The corrections of a study, the newest first.</summary>
    public Task<IReadOnlyList<Correction>> OfStudyAsync(long studyId, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => ListAsync(session, "d.study_id = @studyId", new { studyId }), cancellation);

    /// <summary>The corrections of all of a patient's studies, the newest first.</summary>
    public Task<IReadOnlyList<Correction>> OfPatientAsync(long patientId, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => ListAsync(session, "d.study_id IN (SELECT id FROM studies WHERE patient_id = @patientId)", new { patientId }), cancellation);

    /// <summary>A correction.</summary>
    /// <exception cref="MissingException">There is none.</exception>
    public Task<Correction> GetAsync(long id, CancellationToken cancellation = default) => _connections.ReadAsync(session => GetAsync(session, id), cancellation);

    /// <summary>Adds a doctor's version, with the decision that it is.</summary>
    /// <exception cref="StaleVersionException">The study has changed since the doctor saw it.</exception>
    internal static async Task<Correction> AddAsync(Session session, DecisionEntry entry, IReadOnlyDictionary<string, double> volumesMl, IReadOnlyList<FindingFile> files, string actor)
    {
        var decision = await DecisionStore.AddAsync(session, entry, actor).ConfigureAwait(false);
        var id = await session.InsertAsync(
            "INSERT INTO corrections (decision_id, finding_id, volumes_ml_json) VALUES (@decision, @finding, @volumes) RETURNING id",
            new { decision = decision.Id, finding = decision.FindingId, volumes = JsonForm.Write(volumesMl) }).ConfigureAwait(false);
        foreach (var file in files)
            await session.ExecuteAsync("INSERT INTO correction_files (correction_id, role, file_sha256, file_name) VALUES (@id, @Role, @FileSha256, @FileName)", new { id, file.Role, file.FileSha256, file.FileName }).ConfigureAwait(false);
        return await GetAsync(session, id).ConfigureAwait(false);
    }

    /// <summary>The corrections of a finding, the newest first.</summary>
    internal static Task<IReadOnlyList<Correction>> OfFindingAsync(Session session, long findingId) => ListAsync(session, "d.finding_id = @findingId", new { findingId });

    private static async Task<Correction> GetAsync(Session session, long id) =>
        await ListAsync(session, "c.id = @id", new { id }).ConfigureAwait(false) is [var correction] ? correction : throw new MissingException($"correction/{id}");

    private static async Task<IReadOnlyList<Correction>> ListAsync(Session session, string condition, object values)
    {
        const string Joined = "corrections c JOIN decisions d ON d.id = c.decision_id";
        var rows = await session.QueryAsync<Row>(
            $"SELECT c.id, c.finding_id, c.volumes_ml_json, d.study_id, d.decided_by, d.decided_at FROM {Joined} WHERE {condition} ORDER BY c.id DESC", values).ConfigureAwait(false);
        var files = await session.QueryAsync<FileRow>(
            $"SELECT correction_id, role, file_sha256, file_name FROM correction_files WHERE correction_id IN (SELECT c.id FROM {Joined} WHERE {condition}) ORDER BY correction_id, role", values).ConfigureAwait(false);
        var byCorrection = files.ToLookup(file => file.CorrectionId, file => new FindingFile(file.Role, file.FileSha256, file.FileName));
        return
        [
            .. rows.Select(row => new Correction
            {
                Id = row.Id,
                FindingId = row.FindingId,
                StudyId = row.StudyId,
                DecidedBy = row.DecidedBy,
                DecidedAt = row.DecidedAt,
                VolumesMl = JsonForm.Read<Dictionary<string, double>>(row.VolumesMlJson),
                Files = [.. byCorrection[row.Id]],
            }),
        ];
    }

    private sealed record Row
    {
        public long Id { get; init; }
        public long FindingId { get; init; }
        public long StudyId { get; init; }
        public string VolumesMlJson { get; init; } = "";
        public string DecidedBy { get; init; } = "";
        public DateTimeOffset DecidedAt { get; init; }
    }

    private sealed record FileRow
    {
        public long CorrectionId { get; init; }
        public string Role { get; init; } = "";
        public string FileSha256 { get; init; } = "";
        public string FileName { get; init; } = "";
    }
}
