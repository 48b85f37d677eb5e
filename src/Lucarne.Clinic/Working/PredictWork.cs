using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Readings;
using Lucarne.Clinic.Studies;
using Lucarne.Imaging;
using Lucarne.Insight.Explanation;
using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Working;

/// <summary>Has a model say what a picture shows, how sure it is, where it looks, what is alike, and what follows.</summary>
/// <param name="models">The loaded networks.</param>
internal sealed class PredictWork(LoadedModels models)
{
    /// <summary>A finding of a picture.</summary>
    public async Task<JobOutcome> RunAsync(JobContext context)
    {
        var payload = JsonForm.Read<ModelPayload>(context.Job.PayloadJson);
        var database = context.Database;
        var image = await database.Studies.ImageAsync(payload.ImageId, context.Cancellation).ConfigureAwait(false);
        if (image.Kind != ImageKind.Picture) throw new ClinicException($"image/{image.Id} is a {image.Kind}, and a classifier reads pictures; choose a picture, or a model that draws structures in scans.");
        var model = await ModelChoice.FindAsync(database, payload, RecipeTask.Classification, context.Cancellation).ConfigureAwait(false);
        context.Report(0.1, "loading");
        var reader = models.Reader(model);
        var bytes = await File.ReadAllBytesAsync(database.Files.PathOf(image.FileSha256), context.Cancellation).ConfigureAwait(false);
        context.Report(0.3, "reading");
        var seen = reader.ReadAndExplain([(image.FileName, bytes)], ExplanationRequest.Default).Single()[0];
        if (seen.Refusal is { } refusal) throw new ClinicException(refusal);
        var read = ReadPicture.Explained(reader, seen);
        var files = await PictureFinding.StoreAsync(database.Files, read, context.Cancellation).ConfigureAwait(false);
        context.Report(0.9, "writing");
        var key = FormattableString.Invariant($"job/{context.Job.Id}/image/{image.Id}/model/{model.Id}");
        return new JobOutcome(async session =>
        {
            var finding = await PictureFinding.AddAsync(session, key, image, model, reader.Recipe, read.Answer, files, context.Actor).ConfigureAwait(false);
            await database.Advice.AfterFindingAsync(session, await StudyStore.GetAsync(session, image.StudyId).ConfigureAwait(false), context.Actor).ConfigureAwait(false);
            return JsonForm.Write(new { finding_id = finding.Id });
        });
    }

    /// <summary>Another heat map for a finding that is there.</summary>
    public async Task<JobOutcome> ExplainAsync(JobContext context)
    {
        var payload = JsonForm.Read<ExplainPayload>(context.Job.PayloadJson);
        if (!Enum.TryParse<ExplanationMethod>(payload.Method, ignoreCase: true, out var method)) throw new ClinicException($"there is no method '{payload.Method}' of explaining; {string.Join(", ", Enum.GetNames<ExplanationMethod>())} are known.");
        var finding = await context.Database.Findings.GetAsync(payload.FindingId, context.Cancellation).ConfigureAwait(false);
        var image = await context.Database.Studies.ImageAsync(finding.ImageId, context.Cancellation).ConfigureAwait(false);
        if (finding.ModelId is not { } modelId || image.Kind != ImageKind.Picture) throw new ClinicException($"finding/{finding.Id} is not of a registered classifier and a picture, so there is nothing to explain it with.");
        var reader = models.Reader(await context.Database.Models.GetAsync(modelId, context.Cancellation).ConfigureAwait(false));
        context.Report(0.3, "explaining");
        var bytes = await File.ReadAllBytesAsync(context.Database.Files.PathOf(image.FileSha256), context.Cancellation).ConfigureAwait(false);
        var map = Read(() => reader.Explain(bytes, image.FileName, payload.ClassName, method));
        var file = await PictureFinding.StoreMapAsync(context.Database.Files, ReadPicture.Grey(map), $":{map.Class}:{method}", context.Cancellation).ConfigureAwait(false);
        return new JobOutcome(async session =>
        {
            await FindingStore.AddFilesAsync(session, finding.Id, [file]).ConfigureAwait(false);
            return JsonForm.Write(new { finding_id = finding.Id, files = new[] { file } });
        });
    }

    // A picture that its reader refuses is named by what a person called it, and nothing else of it.
    private static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (PictureException error)
        {
            throw new ClinicException(error.Message, error);
        }
    }
}
