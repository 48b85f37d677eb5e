using Lucarne.Clinic.Storage;
using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Findings;

/// <summary>A finding as its columns hold it.</summary>
internal sealed record FindingRow
{
    private const string Columns =
        "f.id, f.study_id, f.image_id, f.model_id, f.model_name, f.model_version, f.task, f.decision, f.predicted_class, f.confidence, f.probabilities_json, f.prediction_set_json, f.volumes_ml_json, f.certainty_json, f.explanation_json, f.urgency, f.created_at";

    public long Id { get; init; }
    public long StudyId { get; init; }
    public long ImageId { get; init; }
    public long? ModelId { get; init; }
    public string ModelName { get; init; } = "";
    public string ModelVersion { get; init; } = "";
    public RecipeTask Task { get; init; }
    public FindingDecision Decision { get; init; }
    public string? PredictedClass { get; init; }
    public double? Confidence { get; init; }
    public string? ProbabilitiesJson { get; init; }
    public string? PredictionSetJson { get; init; }
    public string? VolumesMlJson { get; init; }
    public string? CertaintyJson { get; init; }
    public string? ExplanationJson { get; init; }
    public Urgency Urgency { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Findings that fulfil a condition, with their files, the newest first.</summary>
    public static async Task<IReadOnlyList<Finding>> ListAsync(Session session, string condition, object values, bool isLimited = false)
    {
        var limit = isLimited ? " LIMIT @limit" : "";
        var rows = await session.QueryAsync<FindingRow>($"SELECT {Columns} FROM findings f WHERE {condition} ORDER BY f.id DESC{limit}", values).ConfigureAwait(false);
        var files = await session.QueryAsync<FileRow>(
            $"SELECT finding_id, role, file_sha256, file_name FROM finding_files WHERE finding_id IN (SELECT f.id FROM findings f WHERE {condition} ORDER BY f.id DESC{limit}) ORDER BY finding_id, role", values).ConfigureAwait(false);
        var byFinding = files.ToLookup(file => file.FindingId, file => new FindingFile(file.Role, file.FileSha256, file.FileName));
        return [.. rows.Select(row => row.With([.. byFinding[row.Id]]))];
    }

    public static Task<long> InsertAsync(Session session, FindingEntry entry) => session.InsertAsync(
        """
        INSERT INTO findings (finding_key, study_id, image_id, model_id, model_name, model_version, task, decision, predicted_class, confidence,
            probabilities_json, prediction_set_json, volumes_ml_json, certainty_json, explanation_json, urgency, created_at)
        VALUES (@Key, @StudyId, @ImageId, @ModelId, @ModelName, @ModelVersion, @task, @decision, @PredictedClass, @Confidence,
            @probabilities, @set, @volumes, @CertaintyJson, @ExplanationJson, @urgency, @Now)
        RETURNING id
        """,
        new
        {
            entry.Key,
            entry.StudyId,
            entry.ImageId,
            entry.ModelId,
            entry.ModelName,
            entry.ModelVersion,
            task = entry.Task.ToString(),
            decision = entry.Decision.ToString(),
            entry.PredictedClass,
            entry.Confidence,
            probabilities = JsonForm.WriteOptional(entry.Probabilities),
            set = JsonForm.WriteOptional(entry.PredictionSet),
            volumes = JsonForm.WriteOptional(entry.VolumesMl),
            entry.CertaintyJson,
            entry.ExplanationJson,
            urgency = (long)entry.Urgency,
            session.Now,
        });

    private Finding With(IReadOnlyList<FindingFile> files) => new()
    {
        Id = Id,
        StudyId = StudyId,
        ImageId = ImageId,
        ModelId = ModelId,
        ModelName = ModelName,
        ModelVersion = ModelVersion,
        Task = Task,
        Decision = Decision,
        PredictedClass = PredictedClass,
        Confidence = Confidence,
        Probabilities = JsonForm.ReadOptional<Dictionary<string, double>>(ProbabilitiesJson) ?? [],
        PredictionSet = JsonForm.ReadOptional<List<string>>(PredictionSetJson) ?? [],
        VolumesMl = JsonForm.ReadOptional<Dictionary<string, double>>(VolumesMlJson) ?? [],
        CertaintyJson = CertaintyJson,
        ExplanationJson = ExplanationJson,
        Urgency = Urgency,
        Files = files,
        CreatedAt = CreatedAt,
    };

    private sealed record FileRow
    {
        public long FindingId { get; init; }
        public string Role { get; init; } = "";
        public string FileSha256 { get; init; } = "";
        public string FileName { get; init; } = "";
    }
}
