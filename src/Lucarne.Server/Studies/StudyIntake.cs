using System.Security.Cryptography;
using System.Text.Json;
using Lucarne.Clinic;
using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Studies;
using Lucarne.Learning.Recipes;
using Lucarne.Server.Models;
using Lucarne.Server.Predict;
using Lucarne.Server.Reading;

namespace Lucarne.Server.Studies;

/// <summary>What became of a picture that was sent.</summary>
/// <param name="StudyId">The study it is in now; null where it was refused.</param>
/// <param name="Refusal">Why it was refused.</param>
internal sealed record Intake(long? StudyId, string? Refusal);

/// <summary>Takes a picture in: reads it, and keeps picture, answer and heat map as a study of a patient.</summary>
internal sealed class StudyIntake(ClinicDatabase clinic, ReadingRoom room, TimeProvider clock)
{
    /// <summary>The role of a finding's heat map as grey values, which the page colours; workers give it the same name.</summary>
    public const string HeatMap = "heat_map";

    /// <summary>Takes a picture in.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="model">Whose network reads it.</param>
    /// <param name="recordNumber">The patient's; empty: a record without a name is made.</param>
    /// <param name="actor">Who sends it.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="studyDate">The day of the examination, if known.</param>
    /// <exception cref="ReadingException">The network cannot answer.</exception>
    /// <exception cref="ClinicException">It cannot be kept.</exception>
    public async Task<Intake> TakeAsync(UploadedPicture picture, ServedModel model, string recordNumber, string actor, CancellationToken cancellation, DateOnly? studyDate = null)
    {
        var result = await room.ReadAsync(model.Folder, picture.Name, picture.Bytes, explain: true, cancellation);
        if (result.Answer is not { } answer) return new Intake(null, result.Refusal);
        var patient = await PatientAsync(recordNumber, picture, actor, cancellation);
        var advice = Advice.For(model, answer, patient.AgeYearsOn(studyDate ?? Today), await EarlierAsync(patient, cancellation));
        var urgency = advice is [var first, ..] ? first.Urgency : UrgencyOf(answer);
        var study = await clinic.Studies.AddAsync(new StudyEntry { PatientId = patient.Id, Description = model.Recipe.Name, Urgency = urgency, StudyDate = studyDate }, actor, cancellation);
        var original = await clinic.Files.PutAsync(picture.Bytes, "application/octet-stream", cancellation);
        var preview = result.Display is { } display ? await clinic.Files.PutAsync(display, "image/png", cancellation) : null;
        var image = await clinic.Studies.AddImageAsync(new ImageEntry
        {
            StudyId = study.Id,
            Kind = ImageKind.Picture,
            FileSha256 = original.Sha256,
            PreviewSha256 = preview?.Sha256,
            FileName = patient.IsDeidentified ? "picture" : picture.Name,
            Width = result.Width,
            Height = result.Height,
        }, actor, cancellation);
        await clinic.Findings.AddAsync(await FindingAsync(study, image, model, result, answer, cancellation) with { Recommendations = advice, Urgency = urgency }, actor, cancellation);
        return new Intake(study.Id, null);
    }

    private async Task<Patient> PatientAsync(string recordNumber, UploadedPicture picture, string actor, CancellationToken cancellation)
    {
        var isNameless = string.IsNullOrWhiteSpace(recordNumber);
        var number = isNameless ? $"unnamed-{Convert.ToHexStringLower(SHA256.HashData(picture.Bytes))[..10]}" : recordNumber.Trim();
        return await clinic.Patients.FindAsync(number, cancellation)
            ?? await clinic.Patients.AddAsync(new PatientEntry { RecordNumber = number, IsDeidentified = isNameless }, actor, cancellation);
    }

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>Classes of the patient's earlier studies: a doctor's correction counts before the model's answer.</summary>
    private async Task<IReadOnlyList<string>> EarlierAsync(Patient patient, CancellationToken cancellation)
    {
        var corrections = (await clinic.Decisions.OfPatientAsync(patient.Id, cancellation)).Where(decision => decision.CorrectedClass is not null).ToLookup(decision => decision.FindingId);
        return [.. (await clinic.Findings.OfPatientAsync(patient.Id, cancellation))
            .Select(finding => corrections[finding.Id].LastOrDefault()?.CorrectedClass ?? (finding.Decision == FindingDecision.Predicted ? finding.PredictedClass : null))
            .OfType<string>().Distinct()];
    }

    private async Task<FindingEntry> FindingAsync(Study study, StudyImage image, ServedModel model, PictureResult result, ModelAnswer answer, CancellationToken cancellation)
    {
        var files = new List<FindingFile>();
        if (result.HeatMap is { } map) files.Add(new FindingFile(HeatMap, (await clinic.Files.PutAsync(map, "image/png", cancellation)).Sha256, "heat_values.png"));
        for (var i = 0; i < result.Thumbnails.Count; i++)
            if (result.Thumbnails[i] is { } thumbnail) files.Add(new FindingFile($"similar_{i}", (await clinic.Files.PutAsync(thumbnail, "image/jpeg", cancellation)).Sha256, $"similar-{i}.jpg"));
        var isForeign = answer.Decision == ReadingDecisions.NotForThisModel;
        return new FindingEntry
        {
            Key = $"study/{study.Id}/image/{image.Id}/model/{model.Version}",
            StudyId = study.Id,
            ImageId = image.Id,
            ModelName = model.Name,
            ModelVersion = model.Version,
            Task = RecipeTask.Classification,
            Decision = answer.Decision switch
            {
                ReadingDecisions.Predicted => FindingDecision.Predicted,
                ReadingDecisions.Unsure => FindingDecision.Unsure,
                ReadingDecisions.NotForThisModel => FindingDecision.NotForThisModel,
                _ => FindingDecision.CertaintyUnknown,
            },
            PredictedClass = isForeign ? null : answer.PredictedClass,
            Confidence = isForeign ? null : answer.Confidence,
            Probabilities = answer.Probabilities,
            PredictionSet = answer.PredictionSet,
            CertaintyJson = JsonSerializer.Serialize(answer, ReadingMessage.Form),
            Files = files,
        };
    }

    /// <summary>What the model cannot tell, a person looks at before the routine.</summary>
    private static Urgency UrgencyOf(ModelAnswer answer) => answer.Decision is ReadingDecisions.Unsure or ReadingDecisions.NotForThisModel ? Urgency.Soon : Urgency.Routine;
}
