using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Storage;
using Lucarne.Clinic.Studies;
using Lucarne.Insight.Recommendations;

namespace Lucarne.Clinic.Readings;

/// <summary>What rules ask about the patient of a study.</summary>
internal static class PatientCase
{
    /// <summary>The day that a study s counts by, as SQL: see <see cref="DayOf"/>.</summary>
    public const string Day = "substr(COALESCE(s.study_date, s.created_at), 1, 10)";

    /// <summary>
    /// Age on the day of the study, and the classes of earlier studies: what a doctor corrected them to, else what a model predicted. Earlier is
    /// what was examined on a day before; of the same day, what came in before. A study without a day counts by the day on which it came in.
    /// </summary>
    public static async Task<PatientFacts> LoadAsync(Session session, long studyId)
    {
        var study = await StudyStore.GetAsync(session, studyId).ConfigureAwait(false);
        var patient = await PatientStore.GetAsync(session, study.PatientId).ConfigureAwait(false);
        var day = DayOf(study);
        var earlier = await session.QueryAsync<string>(
            $"""
            SELECT DISTINCT found FROM (
                SELECT COALESCE(
                    (SELECT CASE WHEN d.kind = 'Corrects' THEN d.corrected_class END FROM decisions d
                        WHERE d.finding_id = f.id AND d.kind IN ('Corrects', 'Agrees') ORDER BY d.id DESC LIMIT 1),
                    CASE WHEN f.decision = 'Predicted' THEN f.predicted_class END) AS found
                FROM findings f JOIN studies s ON s.id = f.study_id
                WHERE s.patient_id = @PatientId AND s.id <> @studyId
                    AND ({Day} < @day OR ({Day} = @day AND s.id < @studyId))) AS past
            WHERE found IS NOT NULL ORDER BY found
            """, new { study.PatientId, studyId, day = ColumnForms.Write(day) }).ConfigureAwait(false);
        return new PatientFacts(patient.AgeYearsOn(day), Earlier: earlier);
    }

    /// <summary>The day that a study counts by.</summary>
    public static DateOnly DayOf(Study study) => study.StudyDate ?? DateOnly.FromDateTime(study.CreatedAt.UtcDateTime);
}
