using System.Globalization;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Studies;
using Lucarne.Dicom.Discovery;
using Lucarne.Dicom.Series;
using Lucarne.Imaging;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Clinic.Importing;

/// <summary>Imports scans: DICOM files, zips of them, and NIfTI.</summary>
/// <param name="context">The job.</param>
/// <param name="payload">What was said of the upload.</param>
/// <param name="pseudonyms">Numbers in place of identities, where those are dropped.</param>
internal sealed class ScanImport(JobContext context, ImportPayload payload, Pseudonyms? pseudonyms)
{
    private const int PreviewSide = 512;

    /// <summary>The studies of a collection, an image for each series of which a volume can be made.</summary>
    /// <returns>The studies, and what was left out and why.</returns>
    public async Task<(IReadOnlyList<ImportedStudy> Studies, IReadOnlyList<string> Notes)> DicomAsync(DicomCollection collection)
    {
        var notes = collection.LeftOut.Where(item => item.Kind == LeftOutKind.Damaged).Select(item => item.Sentence).ToList();
        var studies = new List<ImportedStudy>();
        foreach (var group in collection.Series.GroupBy(series => (series.Identity.PatientId, series.Identity.StudyInstanceUid)))
        {
            var images = new List<ImageEntry>();
            foreach (var series in group)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                context.Report((double)images.Count / collection.Series.Count, series.Identity.Modality);
                var plan = series.Plan(context.Cancellation);
                notes.AddRange(plan.Refusals.Concat(plan.Notes).Concat(plan.Volumes.Take(1).SelectMany(volume => volume.Warnings)).Concat(plan.Unused).Select(note => note.English));
                if (plan.Volumes.Count == 0) continue;
                images.Add(await ImageAsync(plan.Volumes[0]).ConfigureAwait(false));
            }

            if (images.Count > 0) studies.Add(Study(group.First().Identity, images));
        }

        return (studies, notes);
    }

    /// <summary>The study of one NIfTI file. It says nothing of its patient.</summary>
    /// <param name="path">The file, by a name that ends as NIfTI's do.</param>
    public async Task<ImportedStudy> NiftiAsync(string path)
    {
        var volume = NiftiFile.ReadFloat(path);
        var nifti = await NiftiOfAsync(volume).ConfigureAwait(false);
        var image = new ImageEntry
        {
            StudyId = 0,
            Kind = ImageKind.Nifti,
            // The header holds free text, which may name anybody.
            FileSha256 = pseudonyms is null ? context.Job.FileSha256! : nifti,
            PreviewSha256 = await PreviewAsync(volume).ConfigureAwait(false),
            VolumeSha256 = nifti,
            FileName = pseudonyms is null ? Path.GetFileName(payload.FileName) : "scan.nii.gz",
            Width = volume.Geometry.Columns,
            Height = volume.Geometry.Rows,
            Slices = volume.Geometry.Slices,
        };
        return Study(new SeriesIdentity { Modality = payload.Modality ?? "CT" }, [image]);
    }

    private async Task<ImageEntry> ImageAsync(PlannedVolume plan)
    {
        var volume = plan.Read(context.Cancellation).ToFloat();
        var nifti = await NiftiOfAsync(volume).ConfigureAwait(false);
        var identity = plan.Series.Identity;
        return new ImageEntry
        {
            StudyId = 0,
            Kind = pseudonyms is not null ? ImageKind.Nifti : plan.FileCount > 1 ? ImageKind.DicomSeries : ImageKind.Dicom,
            FileSha256 = pseudonyms is null ? context.Job.FileSha256! : nifti,
            PreviewSha256 = await PreviewAsync(volume).ConfigureAwait(false),
            VolumeSha256 = nifti,
            FileName = pseudonyms is null ? Path.GetFileName(payload.FileName) : "scan.nii.gz",
            Description = pseudonyms is null ? identity.SeriesDescription : "",
            SeriesUid = pseudonyms?.Of(identity.SeriesInstanceUid) ?? identity.SeriesInstanceUid,
            Width = volume.Geometry.Columns,
            Height = volume.Geometry.Rows,
            Slices = volume.Geometry.Slices,
        };
    }

    /// <summary>The volume as Lucarne writes it: nothing of a header from outside is left.</summary>
    private async Task<string> NiftiOfAsync(Volume<float> volume)
    {
        var path = Path.Combine(context.Folder, "volume.nii.gz");
        // Hounsfield units are whole numbers as a rule, and half as large then.
        if (volume.Voxels.All(value => value == (short)value)) NiftiFile.Write(path, new Volume<short>(volume.Geometry, Array.ConvertAll(volume.Voxels, value => (short)value)));
        else NiftiFile.Write(path, volume);
        var file = File.OpenRead(path);
        await using var _ = file.ConfigureAwait(false);
        return (await context.Database.Files.PutAsync(file, "application/gzip", cancellation: context.Cancellation).ConfigureAwait(false)).Sha256;
    }

    /// <summary>The middle slice, from its first to its 99th hundredth of values.</summary>
    private async Task<string> PreviewAsync(Volume<float> volume)
    {
        var axial = new AxialOrder(volume.Geometry).Apply(volume);
        var middle = axial.Geometry.Slices / 2;
        var sorted = axial.Slice(middle).ToArray();
        Array.Sort(sorted);
        double low = sorted[sorted.Length / 100], high = sorted[sorted.Length - 1 - (sorted.Length / 100)];
        var picture = SlicePicture.Grey(axial, middle, new ScanStyle { Low = low, High = Math.Max(high, low + 1), Side = PreviewSide, HasLetters = false });
        return (await context.Database.Files.PutAsync(PictureWriter.ToPng(picture), "image/png", context.Cancellation).ConfigureAwait(false)).Sha256;
    }

    private ImportedStudy Study(SeriesIdentity identity, IReadOnlyList<ImageEntry> images)
    {
        var date = Day(identity.StudyDate) ?? payload.StudyDate;
        var patient = identity.PatientId.Length > 0
            ? new PatientEntry { RecordNumber = identity.PatientId, Name = Shown(identity.PatientName), BirthDate = Day(identity.PatientBirthDate), Sex = SexOf(identity.PatientSex) }
            : payload.Patient ?? new PatientEntry { RecordNumber = string.Create(CultureInfo.InvariantCulture, $"unknown-{context.Job.Id}") };
        var uid = identity.StudyInstanceUid is { Length: > 0 } given ? given : null;
        // What a person wrote may name the patient (PS3.15 table E.1-1: descriptions are removed unless they were cleaned).
        var description = pseudonyms is not null ? payload.Description ?? "" : identity.StudyDescription.Length > 0 ? identity.StudyDescription : payload.Description ?? identity.SeriesDescription;
        return new ImportedStudy(
            pseudonyms?.Of(patient, date ?? DateOnly.FromDateTime(context.Database.Connections.Now.UtcDateTime)) ?? patient,
            payload.PatientId,
            new StudyEntry
            {
                PatientId = 0,
                StudyUid = uid is null ? null : pseudonyms?.Of(uid) ?? uid,
                StudyDate = pseudonyms is null ? date : null,
                Modality = identity.Modality.Length > 0 ? identity.Modality : "OT",
                Description = description.Length > 200 ? description[..200] : description,
                Urgency = payload.Urgency,
            },
            images);
    }

    // PS3.5 section 6.2, PN: components parted by ^, representations by =.
    private static string? Shown(string name) => name.Split('=')[0].Replace('^', ' ').Trim() is { Length: > 0 } shown ? shown : null;

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static Sex SexOf(string text) => text switch { "F" => Sex.Female, "M" => Sex.Male, "O" => Sex.Other, _ => Sex.Unknown };
}
