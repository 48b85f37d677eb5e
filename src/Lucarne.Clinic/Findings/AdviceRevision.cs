using Lucarne.Clinic.Decisions;
using Lucarne.Clinic.Files;
using Lucarne.Clinic.Models;
using Lucarne.Clinic.Readings;
using Lucarne.Clinic.Storage;
using Lucarne.Clinic.Studies;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;

namespace Lucarne.Clinic.Findings;

/// <summary>
/// Makes recommendations anew where what they rest on has changed: whose study it is, how old the patient is, what an earlier study showed, what
/// a doctor says it is or draws. What a doctor has decided about stays, as does what a signed study says; and where the run's rules are no more
/// at hand, what they said once.
/// </summary>
/// <param name="files">Where the volumes of scans lie.</param>
internal sealed class AdviceRevision(FileStore files)
{
    private const string Open = """
        f.study_id IN (SELECT id FROM studies WHERE patient_id = @patientId AND status <> 'Signed')
        AND NOT EXISTS (SELECT 1 FROM recommendations r WHERE r.finding_id = f.id AND r.status <> 'Proposed')
        """;

    /// <summary>A study and those that come after it, by day and by number.</summary>
    private const string From = $"f.study_id IN (SELECT s.id FROM studies s WHERE s.id = @Id OR {PatientCase.Day} > @day OR ({PatientCase.Day} = @day AND s.id > @Id))";

    /// <summary>Of all of a patient's studies.</summary>
    public async Task OfPatientAsync(Session session, long patientId, string actor) =>
        await ReviseAsync(session, await FindingRow.ListAsync(session, Open, new { patientId }).ConfigureAwait(false), null, actor).ConfigureAwait(false);

    /// <summary>Of a study, whose version has been raised with the change, and of those of its patient that come after it.</summary>
    public async Task FromStudyAsync(Session session, long studyId, string actor)
    {
        var study = await StudyStore.GetAsync(session, studyId).ConfigureAwait(false);
        await FromStudyAsync(session, study, study.PatientId, actor).ConfigureAwait(false);
    }

    /// <summary>Of the studies that come after one with a new finding: what comes in later may have been made earlier.</summary>
    public async Task AfterFindingAsync(Session session, Study study, string actor)
    {
        // A study without a day counts by the day on which it came in, and is the last of its patient.
        if (study.StudyDate is null) return;
        await ReviseAsync(session, await FindingRow.ListAsync(session, $"{Open} AND {From} AND f.study_id <> @Id", Place(study, study.PatientId)).ConfigureAwait(false), null, actor).ConfigureAwait(false);
    }

    /// <summary>Of a study, and of those in a patient's record that come after it.</summary>
    /// <param name="session">The transaction of the change.</param>
    /// <param name="study">The study that changed, whose version has been raised with that.</param>
    /// <param name="patientId">In whose record; another than the study's own where it was there until now.</param>
    /// <param name="actor">Who changed it.</param>
    public async Task FromStudyAsync(Session session, Study study, long patientId, string actor)
    {
        await ReviseAsync(session, await FindingRow.ListAsync(session, $"{Open} AND {From}", Place(study, patientId)).ConfigureAwait(false), study.Id, actor).ConfigureAwait(false);
    }

    private static object Place(Study study, long patientId) => new { patientId, study.Id, day = ColumnForms.Write(PatientCase.DayOf(study)) };

    private async Task ReviseAsync(Session session, IReadOnlyList<Finding> findings, long? raised, string actor)
    {
        var rules = new Dictionary<long, Recipe?>();
        foreach (var finding in findings)
        {
            if (finding.ModelId is not { } model) continue;
            if (!rules.TryGetValue(model, out var recipe)) rules[model] = recipe = RulesOf(await ModelStore.GetAsync(session, model).ConfigureAwait(false));
            if (recipe is null || await NowAsync(session, finding, recipe).ConfigureAwait(false) is not { } now) continue;
            await ReplaceAsync(session, finding, now, finding.StudyId != raised, actor).ConfigureAwait(false);
        }
    }

    /// <summary>The rules as they stand in the run; null where they cannot be read.</summary>
    private static Recipe? RulesOf(RegisteredModel model)
    {
        var path = new RunFolder(model.RunFolder).Recipe;
        try
        {
            return Recipe.FromYaml(File.ReadAllText(path), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or RecipeException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<RecommendationEntry>?> NowAsync(Session session, Finding finding, Recipe recipe)
    {
        try
        {
            if (finding.Task == RecipeTask.Segmentation)
                return await ScanHistory.VolumesAsync(session, files, finding).ConfigureAwait(false) is var (volumes, byDoctor)
                    ? Advice.For(recipe, volumes, await ScanHistory.SinceAsync(session, files, finding.StudyId, finding.ModelId!.Value, volumes).ConfigureAwait(false), byDoctor)
                    : null;
            var patient = await PatientCase.LoadAsync(session, finding.StudyId).ConfigureAwait(false);
            return Advice.For(recipe, ModelAnswer.Of(finding), patient, await DecisionStore.ClassSaidAsync(session, finding.Id).ConfigureAwait(false));
        }
        catch (PredictException)
        {
            // The run's recipe has other classes by now, or the volumes are gone.
            return null;
        }
    }

    private static async Task ReplaceAsync(Session session, Finding finding, IReadOnlyList<RecommendationEntry> now, bool raises, string actor)
    {
        var kept = await FindingStore.RecommendationsOfAsync(session, finding.Id).ConfigureAwait(false);
        if (kept.Select(one => new RecommendationEntry(one.Rule, one.Urgency, one.DetailJson)).SequenceEqual(now)) return;
        // Who signs meanwhile waits for this, and has then not seen it; or this waits for the signature, and leaves what it says.
        if (await session.FirstAsync<long?>($"SELECT id FROM studies WHERE id = @StudyId AND status <> 'Signed' {session.Dialect.ForUpdate}", new { finding.StudyId }).ConfigureAwait(false) is null) return;
        // One that stays in its place keeps its number: who decides about it without having seen the new one is told so.
        foreach (var (one, entry) in kept.Zip(now))
        {
            await session.ExecuteAsync(
                "UPDATE recommendations SET rule = @Rule, urgency = @urgency, detail_json = @DetailJson, version = version + 1 WHERE id = @Id AND status = 'Proposed'",
                new { one.Id, entry.Rule, urgency = (long)entry.Urgency, entry.DetailJson }).ConfigureAwait(false);
        }

        foreach (var one in kept.Skip(now.Count)) await session.ExecuteAsync("DELETE FROM recommendations WHERE id = @Id AND status = 'Proposed'", new { one.Id }).ConfigureAwait(false);
        for (var place = kept.Count; place < now.Count; place++) await FindingStore.AddRecommendationAsync(session, finding.Id, finding.StudyId, place, now[place]).ConfigureAwait(false);
        await session.ExecuteAsync(
            """
            UPDATE studies SET urgency = CASE WHEN @urgency < urgency THEN @urgency ELSE urgency END, version = version + @more, changed_by = @actor, changed_at = @Now
            WHERE id = @StudyId
            """,
            new { finding.StudyId, urgency = (long)now.Select(entry => entry.Urgency).DefaultIfEmpty(Urgency.Routine).Min(), more = raises ? 1 : 0, actor, session.Now }).ConfigureAwait(false);
        session.Note(actor, "recommendation.revised", $"finding/{finding.Id}", $"study/{finding.StudyId}: {Named(kept.Select(one => one.Rule))} became {Named(now.Select(entry => entry.Rule))}");
    }

    private static string Named(IEnumerable<string> rules) => string.Join(", ", rules) is { Length: > 0 } names ? names : "nothing";
}
