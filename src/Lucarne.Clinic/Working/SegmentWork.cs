using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Studies;
using Lucarne.Insight.Recommendations;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Segment;

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
        var database = context.Database;
        var since = await database.Connections.ReadAsync(session => ScanHistory.SinceAsync(session, database.Files, image.StudyId, model.Id, volumes), context.Cancellation).ConfigureAwait(false);
        var advice = Advice.For(ReviewedRules.In(model.RunFolder, network.Recipe), volumes, since);
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
        return new JobOutcome(async session =>
        {
            var finding = await FindingStore.AddAsync(session, entry, context.Actor).ConfigureAwait(false);
            await database.Advice.AfterFindingAsync(session, await StudyStore.GetAsync(session, image.StudyId).ConfigureAwait(false), context.Actor).ConfigureAwait(false);
            return JsonForm.Write(new { finding_id = finding.Id });
        });
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
