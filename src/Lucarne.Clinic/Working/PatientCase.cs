using Lucarne.Clinic.Findings;
using Lucarne.Insight;
using Lucarne.Insight.Recommendations;
using Lucarne.Learning.Recipes;
using Urgency = Lucarne.Clinic.Studies.Urgency;

namespace Lucarne.Clinic.Working;

/// <summary>What is known of a patient when a picture is read.</summary>
/// <param name="AgeYears">Age on the day of the study; null where it is not known.</param>
/// <param name="Earlier">Classes found in earlier studies: what a doctor corrected them to, else what a model predicted.</param>
internal sealed record PatientCase(double? AgeYears, IReadOnlyList<string> Earlier)
{
    public static async Task<PatientCase> LoadAsync(ClinicDatabase database, long studyId, CancellationToken cancellation)
    {
        var study = await database.Studies.GetAsync(studyId, cancellation).ConfigureAwait(false);
        var patient = await database.Patients.GetAsync(study.PatientId, cancellation).ConfigureAwait(false);
        var earlier = await database.Connections.ReadAsync(session => session.QueryAsync<string>(
            """
            SELECT DISTINCT COALESCE(
                (SELECT d.corrected_class FROM decisions d WHERE d.finding_id = f.id AND d.kind = 'Corrects' ORDER BY d.id DESC LIMIT 1), f.predicted_class) AS found
            FROM findings f JOIN studies s ON s.id = f.study_id
            WHERE s.patient_id = @Id AND s.id < @studyId AND f.decision = 'Predicted' AND f.predicted_class IS NOT NULL
            ORDER BY 1
            """, new { patient.Id, studyId }), cancellation).ConfigureAwait(false);
        return new PatientCase(patient.AgeYearsOn(study.StudyDate ?? DateOnly.FromDateTime(study.CreatedAt.UtcDateTime)), earlier);
    }
}

/// <summary>Makes what follows from a reading by the recipe's rules an entry of the store.</summary>
internal static class RecommendationMaker
{
    private const int LikeliestTwo = 2;

    /// <summary>The recommendation; null where the recipe has no rules.</summary>
    public static RecommendationEntry? Of(Recipe recipe, PictureReading reading, PatientCase patientCase)
    {
        var recommender = new Recommender(recipe);
        if (!recommender.HasRules) return null;
        var (decision, possible) = Meant(reading);
        var earlier = patientCase.Earlier.Where(name => recipe.Classes.Any(label => label.Name == name)).ToList();
        var neighbours = reading.Nearest.Cases;
        var found = recommender.For(new RuleCase(decision, possible, reading.Confidence, patientCase.AgeYears, Earlier: earlier), neighbours);
        return found is null ? null : new RecommendationEntry(found.Rule.Id, UrgencyOf(found.Rule.Urgency), JsonForm.Write(found));
    }

    // How sure the model is was never measured: that is for a person to read, like a picture it is unsure of.
    private static (ReadingDecision Decision, IReadOnlyList<string> Possible) Meant(PictureReading reading) => reading.Decision switch
    {
        Decision.Predicted => (ReadingDecision.Predicted, [reading.PredictedClass]),
        Decision.Unsure => (ReadingDecision.Unsure, reading.PredictionSet),
        Decision.NotForThisModel => (ReadingDecision.NotForThisModel, []),
        _ => (ReadingDecision.Unsure, [.. reading.Probabilities.OrderByDescending(pair => pair.Value).Take(LikeliestTwo).Select(pair => pair.Key)]),
    };

    private static Urgency UrgencyOf(Learning.Recipes.Urgency urgency) => urgency switch
    {
        Learning.Recipes.Urgency.Urgent => Urgency.Urgent,
        Learning.Recipes.Urgency.Soon => Urgency.Soon,
        _ => Urgency.Routine,
    };
}
