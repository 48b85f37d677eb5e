using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Storage;
using Lucarne.Clinic.Studies;

namespace Lucarne.Clinic.Importing;

/// <summary>A study that was read from an uploaded file and is not in the database yet.</summary>
/// <param name="Patient">Whose it is.</param>
/// <param name="PatientId">The patient in the database, where one was named.</param>
/// <param name="Study">What is entered of it; its patient is filled in.</param>
/// <param name="Images">Its images; their study is filled in.</param>
internal sealed record ImportedStudy(PatientEntry Patient, long? PatientId, StudyEntry Study, IReadOnlyList<ImageEntry> Images)
{
    /// <summary>Enters it: patient and study are found where they are there already, and no image is entered twice.</summary>
    public async Task<(Study Study, IReadOnlyList<StudyImage> Images)> EnterAsync(Session session, string actor)
    {
        var patient = PatientId is { } id
            ? await PatientStore.GetAsync(session, id).ConfigureAwait(false)
            : await PatientStore.FindOrAddAsync(session, Patient, actor).ConfigureAwait(false);
        var study = Study.StudyUid is { } uid ? await StudyStore.FindAsync(session, uid).ConfigureAwait(false) : null;
        // Series are filed under the study they name; if another patient has that study, one of the two is wrong, and a person must look.
        if (study is not null && study.PatientId != patient.Id)
            throw new ClinicException($"the file names a study that is in the database already, as study/{study.Id} of another patient; look which of the two patients it belongs to.");
        study ??= await StudyStore.AddAsync(session, Study with { PatientId = patient.Id }, actor).ConfigureAwait(false);
        var images = new List<StudyImage>();
        foreach (var image in Images) images.Add(await StudyStore.AddImageAsync(session, image with { StudyId = study.Id }, actor).ConfigureAwait(false));
        return (study, images);
    }
}

/// <summary>What came of an import.</summary>
/// <param name="StudyIds">The studies.</param>
/// <param name="ImageIds">The images.</param>
/// <param name="JobIds">The jobs that look at them.</param>
/// <param name="Notes">What a person should know, a sentence each.</param>
public sealed record ImportResult(IReadOnlyList<long> StudyIds, IReadOnlyList<long> ImageIds, IReadOnlyList<long> JobIds, IReadOnlyList<string> Notes)
{
    /// <summary>Reads what a finished import's <see cref="Job.ResultJson"/> holds.</summary>
    public static ImportResult Of(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return JsonForm.Read<ImportResult>(job.ResultJson ?? throw new ClinicException($"job/{job.Id} has no result yet."));
    }
}
