using Lucarne.Clinic.Files;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Models;
using Lucarne.Clinic.Storage;
using Lucarne.Clinic.Studies;
using Lucarne.Dicom;
using Lucarne.Dicom.Discovery;
using Lucarne.Imaging;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Importing;

/// <summary>Makes patient, study and images of an uploaded file, and has models look at them.</summary>
internal static class ImportWork
{
    public static async Task<JobOutcome> RunAsync(JobContext context)
    {
        var payload = JsonForm.Read<ImportPayload>(context.Job.PayloadJson);
        var sha256 = context.Job.FileSha256 ?? throw new ClinicException("the import names no file; upload it again.");
        var path = context.Database.Files.PathOf(sha256);
        var pseudonyms = payload.IsDeidentified ? await Pseudonyms.LoadAsync(context.Database.Connections, context.Cancellation).ConfigureAwait(false) : null;
        try
        {
            var (studies, said) = await ReadAsync(context, payload, path, pseudonyms).ConfigureAwait(false);
            var notes = said.Select(note => Named(note, path, payload)).ToList();
            await RefuseOtherPatientAsync(context, payload, studies).ConfigureAwait(false);
            if (pseudonyms is null)
            {
                foreach (var note in notes) context.Log(note);
            }

            return new JobOutcome(session => EnterAsync(session, context, payload, studies, notes), pseudonyms is null ? null : () => ForgetAsync(context, sha256));
        }
        catch (Exception error) when (error is PictureException or DicomException or NiftiException or ClinicException)
        {
            // The reader names the file as it lies in the store; a person knows it by another name.
            throw new ClinicException(Named(error.Message, path, payload), error.InnerException ?? error);
        }
    }

    private static async Task<(IReadOnlyList<ImportedStudy> Studies, IReadOnlyList<string> Notes)> ReadAsync(JobContext context, ImportPayload payload, string path, Pseudonyms? pseudonyms)
    {
        var (kind, isGzip) = UploadKinds.Of(path);
        context.Report(0, kind.ToString());
        var (pictures, scans) = (new PictureImport(context, payload, pseudonyms), new ScanImport(context, payload, pseudonyms));
        switch (kind)
        {
            case UploadKind.Nifti:
                return ([await scans.NiftiAsync(ScanFile.Named(context, path, isGzip ? "scan.nii.gz" : "scan.nii")).ConfigureAwait(false)], []);
            case UploadKind.Zip or UploadKind.Dicom:
                using (var collection = DicomCollection.Open(path, context.Cancellation))
                {
                    if (kind == UploadKind.Dicom || collection.Series.Count > 0 || collection.LeftOut.Any(item => item.Kind == LeftOutKind.Damaged))
                    {
                        var (studies, notes) = await scans.DicomAsync(collection).ConfigureAwait(false);
                        return studies.Count > 0 ? (studies, notes) : throw new ClinicException($"{payload.FileName} holds no series that makes a volume: {notes.Concat(collection.LeftOut.Select(item => item.Sentence)).FirstOrDefault() ?? "it holds no picture"}");
                    }
                }

                var (study, left) = await pictures.ZipAsync(path).ConfigureAwait(false);
                return ([study], left);
            default:
                return ([await pictures.OneAsync(path).ConfigureAwait(false)], []);
        }
    }

    private static string Named(string sentence, string path, ImportPayload payload) => sentence.Replace(path, payload.FileName, StringComparison.Ordinal);

    // Whoever uploads from a patient's page means that patient; a file that says otherwise is somebody else's.
    private static async Task RefuseOtherPatientAsync(JobContext context, ImportPayload payload, IReadOnlyList<ImportedStudy> studies)
    {
        if (payload.PatientId is not { } id) return;
        var chosen = await context.Database.Patients.GetAsync(id, context.Cancellation).ConfigureAwait(false);
        if (studies.Any(study => study.Study.StudyUid is not null && !study.Patient.IsDeidentified && study.Patient.RecordNumber.Trim() != chosen.RecordNumber))
            throw new ClinicException($"the file's PatientID is not the record number of patient/{id}, for whom it was uploaded; upload it without choosing a patient, or look whose it is.");
    }

    private static async Task<string?> EnterAsync(Session session, JobContext context, ImportPayload payload, IReadOnlyList<ImportedStudy> studies, IReadOnlyList<string> notes)
    {
        var (studyIds, imageIds, jobIds) = (new List<long>(), new List<long>(), new List<long>());
        var models = payload.IsPredicted ? await session.QueryAsync<RegisteredModel>("SELECT id, task FROM models WHERE is_default = 1").ConfigureAwait(false) : [];
        foreach (var imported in studies)
        {
            var (study, images) = await imported.EnterAsync(session, context.Actor).ConfigureAwait(false);
            studyIds.Add(study.Id);
            foreach (var image in images)
            {
                imageIds.Add(image.Id);
                if (JobFor(image, study, models) is { } entry) jobIds.Add((await JobStore.AddAsync(session, entry, context.Actor).ConfigureAwait(false)).Id);
            }
        }

        // The file as it came in names the patient: in de-identified mode nothing points to it any more, and it is removed.
        await session.ExecuteAsync(
            payload.IsDeidentified ? "UPDATE jobs SET study_id = @study, file_sha256 = NULL, payload_json = '{}' WHERE id = @Id" : "UPDATE jobs SET study_id = @study WHERE id = @Id",
            new { study = studyIds[0], context.Job.Id }).ConfigureAwait(false);
        return JsonForm.Write(new ImportResult(studyIds, imageIds, jobIds, payload.IsDeidentified ? [] : notes));
    }

    // A file that somebody has sent again meanwhile stays: it has a new time.
    private static Task<int> ForgetAsync(JobContext context, string sha256) =>
        new FileSweep(context.Database.Connections, context.Database.Files).RunAsync(context.Job.CreatedAt.AddMilliseconds(1), sha256, CancellationToken.None);

    private static JobEntry? JobFor(StudyImage image, Study study, IReadOnlyList<RegisteredModel> models)
    {
        var (task, kind) = image.Kind == ImageKind.Picture ? (RecipeTask.Classification, JobKind.Predict) : (RecipeTask.Segmentation, JobKind.Segment);
        var fits = image.Kind == ImageKind.Picture || (study.Modality == "CT" && image.Slices > 1);
        return fits && models.FirstOrDefault(model => model.Task == task) is { } model ? ModelPayload.ToJob(kind, image, study.Urgency, model.Id) : null;
    }
}

/// <summary>A stored file by a name that its reader knows it by.</summary>
internal static class ScanFile
{
    /// <summary>A link in the job's folder.</summary>
    public static string Named(JobContext context, string path, string name)
    {
        var link = Path.Combine(context.Folder, name);
        File.CreateSymbolicLink(link, path);
        return link;
    }
}
