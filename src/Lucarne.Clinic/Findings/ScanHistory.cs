using Lucarne.Clinic.Decisions;
using Lucarne.Clinic.Files;
using Lucarne.Clinic.Storage;
using Lucarne.Clinic.Studies;
using Lucarne.Learning.Segment;
using ScanChange = Lucarne.Learning.Segment.FollowUp;

namespace Lucarne.Clinic.Findings;

/// <summary>The volumes of a patient's scans over time, as a doctor drew them where one did.</summary>
internal static class ScanHistory
{
    private const string Role = "volumes";

    /// <summary>What was measured of a scan, and whether of a doctor's contours; null where nothing was kept.</summary>
    public static async Task<(ScanVolumes Volumes, bool ByDoctor)?> VolumesAsync(Session session, FileStore files, Finding finding)
    {
        var corrected = (await CorrectionStore.OfFindingAsync(session, finding.Id).ConfigureAwait(false)).SelectMany(correction => correction.Files).FirstOrDefault(file => file.Role == Role);
        var file = corrected ?? finding.Files.FirstOrDefault(file => file.Role == Role);
        return file is null ? null : (ScanVolumes.Read(files.PathOf(file.FileSha256)), corrected is not null);
    }

    /// <summary>How the structures changed since the patient's scan before, where the same model drew both; null: there is none.</summary>
    public static async Task<ScanChange?> SinceAsync(Session session, FileStore files, long studyId, long modelId, ScanVolumes volumes)
    {
        if (volumes.PatientId.Length == 0) return null;
        var study = await StudyStore.GetAsync(session, studyId).ConfigureAwait(false);
        var findings = await FindingRow.ListAsync(session, "f.model_id = @modelId AND f.study_id IN (SELECT id FROM studies WHERE patient_id = @PatientId)", new { modelId, study.PatientId }).ConfigureAwait(false);
        foreach (var earlier in (await StudyStore.OfPatientAsync(session, study.PatientId).ConfigureAwait(false)).Where(one => one.StudyDate < study.StudyDate))
        {
            if (findings.FirstOrDefault(finding => finding.StudyId == earlier.Id) is { } drawn && await VolumesAsync(session, files, drawn).ConfigureAwait(false) is { Volumes: var before }
                && before.PatientId == volumes.PatientId && before.Model == volumes.Model)
                return ScanChange.Of(before, volumes);
        }

        return null;
    }
}
