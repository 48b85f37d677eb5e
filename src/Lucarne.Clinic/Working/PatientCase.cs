using Lucarne.Clinic.Findings;
using Lucarne.Insight;
using Lucarne.Insight.Recommendations;
using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Working;

/// <summary>What follows from a reading for a patient of the clinic.</summary>
internal static class PatientCase
{
    /// <summary>Age on the day of the study, and the classes of earlier studies: what a doctor corrected them to, else what a model predicted.</summary>
    public static async Task<PatientFacts> LoadAsync(ClinicDatabase database, long studyId, CancellationToken cancellation)
    {
        var study = await database.Studies.GetAsync(studyId, cancellation).ConfigureAwait(false);
        var patient = await database.Patients.GetAsync(study.PatientId, cancellation).ConfigureAwait(false);
        var earlier = await database.Connections.ReadAsync(session => session.QueryAsync<string>(
            """
            SELECT DISTINCT found FROM (
                SELECT COALESCE(
                    (SELECT d.corrected_class FROM decisions d WHERE d.finding_id = f.id AND d.kind = 'Corrects' ORDER BY d.id DESC LIMIT 1),
                    CASE WHEN f.decision = 'Predicted' THEN f.predicted_class END) AS found
                FROM findings f JOIN studies s ON s.id = f.study_id
                WHERE s.patient_id = @Id AND s.id < @studyId) AS past
            WHERE found IS NOT NULL ORDER BY found
            """, new { patient.Id, studyId }), cancellation).ConfigureAwait(false);
        return new PatientFacts(patient.AgeYearsOn(study.StudyDate ?? DateOnly.FromDateTime(study.CreatedAt.UtcDateTime)), Earlier: earlier);
    }

    /// <summary>The recommendation as the store keeps it; none where the recipe has no rules.</summary>
    public static IReadOnlyList<RecommendationEntry> Recommend(Recipe recipe, PictureReading reading, PatientFacts patient)
    {
        // Classes that this recipe does not know say nothing to its rules.
        string[] known = [.. (patient.Earlier ?? []).Where(name => recipe.Classes.Any(label => label.Name == name))];
        if (new Recommender(recipe).For(reading, patient with { Earlier = known }) is not { } found) return [];
        var rule = found.Rule;
        var detail = new { Rule = new { rule.Id, Actions = rule.Actions.ToList(), rule.Examination, rule.Source, rule.WithinDays }, found.Basis, found.NeighboursAgree };
        return [new RecommendationEntry(rule.Id, rule.Urgency, JsonForm.Write(detail))];
    }
}
