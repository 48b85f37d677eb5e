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
        var study = await StudyStore.GetAsync(session, studyId).ConfigureAwait(false);
        if (volumes.PatientId.Length == 0) return null;
        var findings = await FindingRow.ListAsync(
            session, "f.model_id = @modelId AND f.study_id IN (SELECT id FROM studies WHERE patient_id = @PatientId AND study_date < @day)",
            new { modelId, study.PatientId, day = study.StudyDate is { } day ? ColumnForms.Write(day) : null }).ConfigureAwait(false);
        var days = new Dictionary<long, DateOnly?>();
        foreach (var id in findings.Select(finding => finding.StudyId).Distinct()) days[id] = (await StudyStore.GetAsync(session, id).ConfigureAwait(false)).StudyDate;
        // The newest finding of each study, of the latest study first.
        foreach (var earlier in findings.GroupBy(finding => finding.StudyId).OrderByDescending(group => days[group.Key]).ThenByDescending(group => group.Key).Select(group => group.First()))
        {
            if (await VolumesAsync(session, files, earlier).ConfigureAwait(false) is { Volumes: var before } && before.PatientId == volumes.PatientId && before.Model == volumes.Model)
                return ScanChange.Of(before, volumes);
        }

        return null;
    }
}
