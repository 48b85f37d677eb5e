using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Jobs;
using Lucarne.Insight.Recommendations;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Segment;
using ScanChange = Lucarne.Learning.Segment.FollowUp;

namespace Lucarne.Clinic.Working;

/// <summary>Has a model draw the structures of a scan, and keeps labels, volumes, figures and DICOM objects.</summary>
/// <param name="models">The loaded networks.</param>
/// <param name="time">The clock, for the date of DICOM objects.</param>
internal sealed class SegmentWork(LoadedModels models, TimeProvider time)
{
    public async Task<JobOutcome> RunAsync(JobContext context)
    {
        var payload = JsonForm.Read<ModelPayload>(context.Job.PayloadJson);
        var image = await context.Database.Studies.ImageAsync(payload.ImageId, context.Cancellation).ConfigureAwait(false);
        var model = await ModelChoice.FindAsync(context.Database, payload, RecipeTask.Segmentation, context.Cancellation).ConfigureAwait(false);
        context.Report(0.05, "opening");
        var (source, scan) = DrawnFiles.Open(context, image);
        using var _ = source;
        var hounsfield = scan.Read(context.Cancellation);
        context.Report(0.2, "drawing");
        var network = models.Segmenter(model);
        var maps = network.Segment(hounsfield, new SliceProgress(context, hounsfield.Geometry.Slices), context.Cancellation);
        context.Report(0.85, "writing");
        var (volumes, files) = await DrawnFiles.WriteAsync(context, scan, hounsfield, maps, network.Recipe, model.Version, time).ConfigureAwait(false);
        var advice = Advice.For(ReviewedRules.In(model.RunFolder, network.Recipe), volumes, await SinceAsync(context, image.StudyId, model.Id, volumes).ConfigureAwait(false));
        var entry = new FindingEntry
        {
            Key = FormattableString.Invariant($"job/{context.Job.Id}/image/{image.Id}/model/{model.Id}"),
            StudyId = image.StudyId,
            ImageId = image.Id,
            ModelId = model.Id,
            ModelName = model.Name,
            ModelVersion = model.Version,
            Task = RecipeTask.Segmentation,
            // Nobody has measured yet how sure a drawn structure is.
            Decision = FindingDecision.CertaintyUnknown,
            VolumesMl = volumes.Structures.ToDictionary(structure => structure.Name, structure => structure.VolumeMl),
            CertaintyJson = JsonForm.Write(new { Notice = ScanVolumes.Caution }),
            ExplanationJson = JsonForm.Write(DrawnScan.Of(network.Recipe, volumes, source.Notes)),
            Files = files,
            Recommendations = advice,
            Urgency = advice is [var first, ..] ? first.Urgency : Urgency.Routine,
        };
        return new JobOutcome(async session => JsonForm.Write(new { finding_id = (await FindingStore.AddAsync(session, entry, context.Actor).ConfigureAwait(false)).Id }));
    }

    /// <summary>How the structures changed since the patient's scan before, where the same model drew both; null: there is none.</summary>
    private static async Task<ScanChange?> SinceAsync(JobContext context, long studyId, long modelId, ScanVolumes volumes)
    {
        var database = context.Database;
        var study = await database.Studies.GetAsync(studyId, context.Cancellation).ConfigureAwait(false);
        var findings = await database.Findings.OfPatientAsync(study.PatientId, context.Cancellation).ConfigureAwait(false);
        foreach (var earlier in (await database.Studies.OfPatientAsync(study.PatientId, context.Cancellation).ConfigureAwait(false)).Where(one => one.StudyDate < study.StudyDate).OrderByDescending(one => one.StudyDate))
        {
            var file = findings.FirstOrDefault(finding => finding.StudyId == earlier.Id && finding.ModelId == modelId)?.Files.FirstOrDefault(file => file.Role == "volumes");
            if (file is null) continue;
            var before = ScanVolumes.Read(database.Files.PathOf(file.FileSha256));
            if (before.PatientId == volumes.PatientId && before.PatientId.Length > 0 && before.Model == volumes.Model) return ScanChange.Of(before, volumes);
        }

        return null;
    }

    private sealed class SliceProgress(JobContext context, int slices) : IProgress<int>
    {
        private const double From = 0.2, To = 0.85;
        private int _done;

        public void Report(int value)
        {
            _done += value;
            context.Report(From + ((To - From) * Math.Min(1, (double)_done / slices)), FormattableString.Invariant($"drawing {_done} of {slices}"));
        }
    }
}
