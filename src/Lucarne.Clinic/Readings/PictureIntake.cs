using System.Security.Cryptography;
using Lucarne.Clinic.Models;
using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Studies;
using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Readings;

/// <summary>A picture that came in and was read at once.</summary>
public sealed record ArrivedPicture
{
    /// <summary>What a person called its file.</summary>
    public required string FileName { get; init; }

    /// <summary>Its file's content.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>The patient's; empty: a record without a name is made.</summary>
    public string RecordNumber { get; init; } = "";

    /// <summary>The day of the examination, if known.</summary>
    public DateOnly? StudyDate { get; init; }

    /// <summary>Who read it.</summary>
    public required RegisteredModel Model { get; init; }

    /// <summary>The recipe of the model's run.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>What the model said.</summary>
    public required ReadPicture Read { get; init; }

    /// <summary>What other models said of it, such as the one that tells kinds of pictures apart.</summary>
    public IReadOnlyList<BesideAnswer> Beside { get; init; } = [];
}

/// <summary>What another model said of a picture.</summary>
/// <param name="Model">The model.</param>
/// <param name="Recipe">The recipe of its run.</param>
/// <param name="Answer">What it said.</param>
public sealed record BesideAnswer(RegisteredModel Model, Recipe Recipe, ModelAnswer Answer);

/// <summary>Keeps a picture that was read at once: patient, study, image and finding are entered together or not at all.</summary>
/// <param name="database">The clinic.</param>
public sealed class PictureIntake(ClinicDatabase database)
{
    private const int NameDigits = 10;

    /// <summary>Keeps it.</summary>
    /// <exception cref="ClinicException">A field cannot be right, or the disk is full; nothing was kept.</exception>
    public async Task<Study> EnterAsync(ArrivedPicture picture, string actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var original = await database.Files.PutAsync(picture.Bytes, "application/octet-stream", cancellation).ConfigureAwait(false);
        var preview = picture.Read.Display is { } display ? await database.Files.PutAsync(display, "image/png", cancellation).ConfigureAwait(false) : null;
        var files = await PictureFinding.StoreAsync(database.Files, picture.Read, cancellation).ConfigureAwait(false);
        return await database.Connections.WriteAsync(async session =>
        {
            var patient = await PatientStore.FindOrAddAsync(session, PatientOf(picture), actor).ConfigureAwait(false);
            var study = await StudyStore.AddAsync(session, new StudyEntry { PatientId = patient.Id, Description = picture.Recipe.Name, StudyDate = picture.StudyDate }, actor).ConfigureAwait(false);
            var image = await StudyStore.AddImageAsync(session, new ImageEntry
            {
                StudyId = study.Id,
                Kind = ImageKind.Picture,
                FileSha256 = original.Sha256,
                PreviewSha256 = preview?.Sha256,
                FileName = patient.IsDeidentified ? "picture" : picture.FileName,
                Width = picture.Read.Width,
                Height = picture.Read.Height,
            }, actor).ConfigureAwait(false);
            // The newest finding is the one that a doctor judges.
            foreach (var beside in picture.Beside)
                await PictureFinding.AddAsync(session, Key(image, beside.Model), image, beside.Model, beside.Recipe, beside.Answer, [], actor).ConfigureAwait(false);
            await PictureFinding.AddAsync(session, Key(image, picture.Model), image, picture.Model, picture.Recipe, picture.Read.Answer, files, actor).ConfigureAwait(false);
            await database.Advice.AfterFindingAsync(session, study, actor).ConfigureAwait(false);
            return await StudyStore.GetAsync(session, study.Id).ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false);
    }

    private static string Key(StudyImage image, RegisteredModel model) => FormattableString.Invariant($"study/{image.StudyId}/image/{image.Id}/model/{model.Id}");

    // Without a number, the same picture goes to the same record: its content is all that is known of the patient.
    private static PatientEntry PatientOf(ArrivedPicture picture) => string.IsNullOrWhiteSpace(picture.RecordNumber)
        ? new PatientEntry { RecordNumber = $"unnamed-{Convert.ToHexStringLower(SHA256.HashData(picture.Bytes.Span))[..NameDigits]}", IsDeidentified = true }
        : new PatientEntry { RecordNumber = picture.RecordNumber.Trim() };
}
