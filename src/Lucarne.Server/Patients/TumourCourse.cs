using Lucarne.Clinic.Decisions;
using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Studies;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Segment;

namespace Lucarne.Server.Patients;

/// <summary>How large a tumour was in one scan.</summary>
/// <param name="StudyId">The scan's study.</param>
/// <param name="On">The day of the scan.</param>
/// <param name="VolumeMl">Its volume in mL: a doctor's version counts before the network's.</param>
/// <param name="Drawer">Who drew it: a model with its version, or a doctor.</param>
/// <param name="IsCorrected">Whether a doctor did.</param>
/// <param name="Change">How it changed since the scan before; null for the first, and where two models drew, whose volumes cannot be compared.</param>
public sealed record TumourPoint(long StudyId, DateOnly On, double VolumeMl, string Drawer, bool IsCorrected, StructureChange? Change);

/// <summary>A patient's tumour over time.</summary>
/// <param name="Label">What a person calls the structure.</param>
/// <param name="Points">Its volumes, the earliest first; a scan without a day is left out.</param>
/// <param name="WithoutDay">Scans that were left out.</param>
public sealed record TumourCourse(LocalText Label, IReadOnlyList<TumourPoint> Points, int WithoutDay)
{
    /// <summary>The course; null where no scan has a tumour drawn.</summary>
    /// <param name="studies">The patient's studies.</param>
    /// <param name="findings">What models said of them, the newest first.</param>
    /// <param name="corrections">Doctors' versions, the newest first.</param>
    public static TumourCourse? Of(IReadOnlyList<Study> studies, IReadOnlyList<Finding> findings, IReadOnlyList<Correction> corrections)
    {
        ArgumentNullException.ThrowIfNull(studies);
        ArgumentNullException.ThrowIfNull(findings);
        ArgumentNullException.ThrowIfNull(corrections);
        LocalText? label = null;
        var points = new List<TumourPoint>();
        var withoutDay = 0;
        foreach (var study in studies.OrderBy(study => study.StudyDate).ThenBy(study => study.Id))
        {
            if (findings.FirstOrDefault(finding => finding.StudyId == study.Id && finding.VolumesMl.ContainsKey(FollowUp.Tumour)) is not { } finding) continue;
            label ??= DrawnScan.Of(finding)?.Structures.FirstOrDefault(structure => structure.Name == FollowUp.Tumour)?.Label;
            if (study.StudyDate is not { } day)
            {
                withoutDay++;
                continue;
            }

            var correction = corrections.FirstOrDefault(correction => correction.FindingId == finding.Id);
            var volume = (correction?.VolumesMl ?? finding.VolumesMl).GetValueOrDefault(FollowUp.Tumour);
            var point = new TumourPoint(study.Id, day, volume, correction?.DecidedBy ?? $"{finding.ModelName} {finding.ModelVersion}", correction is not null, null);
            points.Add(points.Count > 0 ? point with { Change = Since(points[^1], point, label) } : point);
        }

        return label is null ? null : new TumourCourse(label, points, withoutDay);
    }

    // Two doctors draw the same thing, as far as doctors do; two networks do not.
    private static StructureChange? Since(TumourPoint before, TumourPoint after, LocalText? label) =>
        before.Drawer == after.Drawer || before.IsCorrected || after.IsCorrected
            ? new StructureChange(FollowUp.Tumour, label!, before.VolumeMl, after.VolumeMl, FollowUp.DoublingTime(before.VolumeMl, after.VolumeMl, after.On.DayNumber - before.On.DayNumber))
            : null;
}
