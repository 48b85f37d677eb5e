using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Models;
using Lucarne.Clinic.Storage;
using Lucarne.Clinic.Studies;
using Lucarne.Imaging;
using Lucarne.Insight;
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
        var reading = Read(() => reader.Read(bytes, image.FileName));
        context.Report(0.6, "explaining");
        var isRefused = reading.Decision == Decision.NotForThisModel;
        List<FindingFile> files = [.. await KeptReading.StoreAsync(context, reading).ConfigureAwait(false)];
        if (!isRefused) files.AddRange(await KeptReading.StoreAsync(context, reader.Explain(bytes, image.FileName)).ConfigureAwait(false));
        context.Report(0.9, "writing");
        var patient = await PatientCase.LoadAsync(database, image.StudyId, context.Cancellation).ConfigureAwait(false);
        var entry = Entry(context.Job, image, model, reader, reading) with { Files = files };
        entry = WithRecommendations(entry, PatientCase.Recommend(reader.Recipe, reading, patient));
        return new JobOutcome(session => WriteAsync(session, entry, context.Actor));
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
        var files = await KeptReading.StoreAsync(context, map, $":{map.Class}:{method}").ConfigureAwait(false);
        return new JobOutcome(async session =>
        {
            await FindingStore.AddFilesAsync(session, finding.Id, files).ConfigureAwait(false);
            return JsonForm.Write(new { finding_id = finding.Id, files });
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

    private static FindingEntry Entry(Job job, StudyImage image, RegisteredModel model, Reader reader, PictureReading reading)
    {
        var refused = reading.Decision == Decision.NotForThisModel;
        return new FindingEntry
        {
            Key = FormattableString.Invariant($"job/{job.Id}/image/{image.Id}/model/{model.Id}"),
            StudyId = image.StudyId,
            ImageId = image.Id,
            ModelId = model.Id,
            ModelName = model.Name,
            ModelVersion = model.Version,
            Task = RecipeTask.Classification,
            Decision = KeptReading.Decision(reading),
            // A picture that is not for this model has no class, whatever the network would say.
            PredictedClass = refused ? null : reading.PredictedClass,
            Confidence = refused ? null : reading.Confidence,
            Probabilities = refused ? null : reading.Probabilities,
            PredictionSet = refused ? null : reading.PredictionSet,
            CertaintyJson = KeptReading.Certainty(reading, reader),
        };
    }

    // What the model cannot tell, a person looks at before the routine.
    private static FindingEntry WithRecommendations(FindingEntry entry, IReadOnlyList<RecommendationEntry> recommendations) => entry with
    {
        Recommendations = recommendations,
        Urgency = recommendations is [var first, ..] ? first.Urgency : entry.Decision is FindingDecision.Unsure or FindingDecision.NotForThisModel ? Urgency.Soon : Urgency.Routine,
    };

    private static async Task<string?> WriteAsync(Session session, FindingEntry entry, string actor) =>
        JsonForm.Write(new { finding_id = (await FindingStore.AddAsync(session, entry, actor).ConfigureAwait(false)).Id });
}
