using Lucarne.Clinic.Files;
using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Models;
using Lucarne.Clinic.Storage;
using Lucarne.Clinic.Studies;
using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Readings;

/// <summary>Makes a finding of a picture that was read, whoever had it read.</summary>
internal static class PictureFinding
{
    /// <summary>Stores the heat map and the small pictures of similar cases, <c>similar_0</c> the nearest.</summary>
    public static async Task<IReadOnlyList<FindingFile>> StoreAsync(FileStore store, ReadPicture read, CancellationToken cancellation)
    {
        var files = new List<FindingFile>();
        if (read.HeatMap is { } map) files.Add(await StoreMapAsync(store, map, "", cancellation).ConfigureAwait(false));
        foreach (var (thumbnail, place) in read.Thumbnails.Select((thumbnail, place) => (thumbnail, place)))
        {
            if (thumbnail is null) continue;
            var stored = await store.PutAsync(thumbnail, "image/jpeg", cancellation).ConfigureAwait(false);
            files.Add(new FindingFile(FormattableString.Invariant($"similar_{place}"), stored.Sha256, FormattableString.Invariant($"similar-{place}.jpg")));
        }

        return files;
    }

    /// <summary>Stores a heat map.</summary>
    /// <param name="store">Where.</param>
    /// <param name="map">A grey PNG.</param>
    /// <param name="suffix">After the file's role, where it is not the finding's own map.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static async Task<FindingFile> StoreMapAsync(FileStore store, byte[] map, string suffix, CancellationToken cancellation) =>
        new(FindingFile.HeatMap + suffix, (await store.PutAsync(map, "image/png", cancellation).ConfigureAwait(false)).Sha256, "heat_values.png");

    /// <summary>Adds the finding of a picture with what the run's rules recommend for its patient, in the transaction of whoever calls.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="key">What the finding is about; a second with the same key is not added.</param>
    /// <param name="image">The picture.</param>
    /// <param name="model">Who read it.</param>
    /// <param name="recipe">The recipe of its run.</param>
    /// <param name="answer">What it said.</param>
    /// <param name="files">What <see cref="StoreAsync"/> stored.</param>
    /// <param name="actor">For the audit trail.</param>
    public static async Task<Finding> AddAsync(
        Session session, string key, StudyImage image, RegisteredModel model, Recipe recipe, ModelAnswer answer, IReadOnlyList<FindingFile> files, string actor)
    {
        var decision = AnswerDecisions.Finding(answer.Decision);
        var recommendations = Advice.For(recipe, answer, await PatientCase.LoadAsync(session, image.StudyId).ConfigureAwait(false));
        // A picture that is not for this model has no class, whatever the network would say.
        var isRefused = decision == FindingDecision.NotForThisModel;
        return await FindingStore.AddAsync(session, new FindingEntry
        {
            Key = key,
            StudyId = image.StudyId,
            ImageId = image.Id,
            ModelId = model.Id,
            ModelName = model.Name,
            ModelVersion = model.Version,
            Task = RecipeTask.Classification,
            Decision = decision,
            PredictedClass = isRefused ? null : answer.PredictedClass,
            Confidence = isRefused ? null : answer.Confidence,
            Probabilities = isRefused ? null : answer.Probabilities,
            PredictionSet = isRefused ? null : answer.PredictionSet,
            CertaintyJson = JsonForm.Write(answer),
            Files = files,
            Recommendations = recommendations,
            // What the model cannot tell, a person looks at before the routine.
            Urgency = recommendations is [var first, ..] ? first.Urgency : decision is FindingDecision.Unsure or FindingDecision.NotForThisModel ? Urgency.Soon : Urgency.Routine,
        }, actor).ConfigureAwait(false);
    }
}
