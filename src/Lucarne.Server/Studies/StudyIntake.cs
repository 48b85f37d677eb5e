using Lucarne.Clinic;
using Lucarne.Clinic.Models;
using Lucarne.Clinic.Readings;
using Lucarne.Server.Models;
using Lucarne.Server.Predict;
using Lucarne.Server.Reading;

namespace Lucarne.Server.Studies;

/// <summary>What became of a picture that was sent.</summary>
/// <param name="StudyId">The study it is in now; null where it was refused.</param>
/// <param name="Refusal">Why it was refused.</param>
internal sealed record Intake(long? StudyId, string? Refusal);

/// <summary>Takes a picture in: has it read, and keeps picture, answer and heat map as a study of a patient.</summary>
internal sealed class StudyIntake(ClinicDatabase clinic, ReadingRoom room)
{
    /// <summary>Takes a picture in.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="model">Whose network reads it.</param>
    /// <param name="recordNumber">The patient's; empty: a record without a name is made.</param>
    /// <param name="actor">Who sends it.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="studyDate">The day of the examination, if known.</param>
    /// <param name="beside">What other models said of it already.</param>
    /// <exception cref="ReadingException">The network cannot answer.</exception>
    /// <exception cref="ClinicException">It cannot be kept.</exception>
    public async Task<Intake> TakeAsync(UploadedPicture picture, ServedModel model, string recordNumber, string actor, CancellationToken cancellation, DateOnly? studyDate = null, IReadOnlyList<RoutedAnswer>? beside = null)
    {
        var result = await room.ReadAsync(model.Folder, picture.Name, picture.Bytes, explain: true, cancellation);
        if (result.Read is not { } read) return new Intake(null, result.Refusal);
        var others = new List<BesideAnswer>();
        foreach (var other in beside ?? []) others.Add(new BesideAnswer(await RegisteredAsync(other.Model, cancellation), other.Model.Recipe, other.Answer));
        var study = await clinic.Intake.EnterAsync(new ArrivedPicture
        {
            FileName = picture.Name,
            Bytes = picture.Bytes,
            RecordNumber = recordNumber,
            StudyDate = studyDate,
            Model = await RegisteredAsync(model, cancellation),
            Recipe = model.Recipe,
            Read = read,
            Beside = others,
        }, actor, cancellation);
        return new Intake(study.Id, null);
    }

    private async Task<RegisteredModel> RegisteredAsync(ServedModel model, CancellationToken cancellation) =>
        await clinic.Models.FindAsync(model.Name, model.WeightsVersion, cancellation) ?? await clinic.Models.RegisterRunAsync(model.Folder, model.Name, "server", cancellation);
}
