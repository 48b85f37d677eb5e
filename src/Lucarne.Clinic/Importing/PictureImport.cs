using System.Globalization;
using System.IO.Compression;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Studies;
using Lucarne.Imaging;

namespace Lucarne.Clinic.Importing;

/// <summary>Imports pictures: one, or a zip of them.</summary>
/// <param name="context">The job.</param>
/// <param name="payload">What was said of the upload.</param>
/// <param name="pseudonyms">Numbers in place of identities, where those are dropped.</param>
internal sealed class PictureImport(JobContext context, ImportPayload payload, Pseudonyms? pseudonyms)
{
    private const int PreviewSide = 512;
    private const int MostPictures = 2000;
    private const long MostBytes = 4L << 30;
    private const long MostBytesOfOne = 256L << 20;

    /// <summary>One picture.</summary>
    /// <exception cref="PictureException">It is none.</exception>
    public async Task<ImportedStudy> OneAsync(string path) => Study([await ImageAsync(await File.ReadAllBytesAsync(path, context.Cancellation).ConfigureAwait(false), payload.FileName, context.Job.FileSha256!).ConfigureAwait(false)]);

    /// <summary>A zip of pictures. Names inside play no part in where anything is written, and bytes are counted as they are unpacked.</summary>
    /// <returns>The study, and what was left out and why.</returns>
    /// <exception cref="ClinicException">It holds no picture, or more than an honest one.</exception>
    public async Task<(ImportedStudy Study, IReadOnlyList<string> Notes)> ZipAsync(string path)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            var entries = zip.Entries.Where(entry => !entry.FullName.EndsWith('/') && entry.Length > 0).ToList();
            if (entries.Count > MostPictures) throw new ClinicException($"{payload.FileName} holds {entries.Count} files, where at most {MostPictures} are imported at once; send fewer.");
            var (images, notes, left) = (new List<ImageEntry>(), new List<string>(), MostBytes);
            foreach (var entry in entries)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                var bytes = Unpack(entry, ref left);
                try
                {
                    var stored = await context.Database.Files.PutAsync(bytes, "application/octet-stream", context.Cancellation).ConfigureAwait(false);
                    images.Add(await ImageAsync(bytes, entry.Name, stored.Sha256).ConfigureAwait(false));
                    context.Report((double)images.Count / entries.Count, string.Create(CultureInfo.InvariantCulture, $"{images.Count} of {entries.Count}"));
                }
                catch (PictureException error)
                {
                    notes.Add(error.Message);
                }
            }

            return images.Count > 0 ? (Study(images), notes) : throw new ClinicException($"{payload.FileName} holds no picture and no DICOM that can be read ({notes.FirstOrDefault() ?? "it is empty"}).");
        }
        catch (InvalidDataException error)
        {
            throw new ClinicException($"{payload.FileName} is not a zip that can be read ({error.Message.TrimEnd('.')}); send a sound one, or the files themselves.", error);
        }
    }

    private byte[] Unpack(ZipArchiveEntry entry, ref long left)
    {
        using var source = entry.Open();
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = source.Read(buffer)) > 0;)
        {
            left -= read;
            // What is written is counted, for the sizes that an archive states may lie.
            if (left < 0 || bytes.Length + read > MostBytesOfOne) throw new ClinicException($"{payload.FileName} unpacks to more than is taken ({MostBytesOfOne >> 20} MiB a file, {MostBytes >> 30} GiB in all); send the pictures themselves.");
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }

    private async Task<ImageEntry> ImageAsync(byte[] bytes, string name, string sha256)
    {
        var picture = PictureReader.Read(bytes, name);
        var preview = await PutAsync(Reduced(picture)).ConfigureAwait(false);
        // Encoded anew, a picture keeps its pixels and loses what else its file said.
        var file = pseudonyms is null ? sha256 : await PutAsync(PictureReader.Read(bytes, name, new PictureReadOptions { Keep16Bit = true })).ConfigureAwait(false);
        return new ImageEntry
        {
            StudyId = 0,
            Kind = ImageKind.Picture,
            FileSha256 = file,
            PreviewSha256 = preview,
            FileName = pseudonyms is null ? Path.GetFileName(name) : "picture.png",
            Width = picture.Width,
            Height = picture.Height,
        };
    }

    private async Task<string> PutAsync(Picture picture) => (await context.Database.Files.PutAsync(PictureWriter.ToPng(picture), "image/png", context.Cancellation).ConfigureAwait(false)).Sha256;

    private static Picture Reduced(Picture picture)
    {
        var scale = (double)PreviewSide / Math.Max(picture.Width, picture.Height);
        return scale >= 1 ? picture.To8Bit() : picture.To8Bit().Resize(Math.Max(1, (int)(picture.Width * scale)), Math.Max(1, (int)(picture.Height * scale)));
    }

    private ImportedStudy Study(IReadOnlyList<ImageEntry> images)
    {
        var today = DateOnly.FromDateTime(context.Database.Connections.Now.UtcDateTime);
        var patient = payload.Patient ?? new PatientEntry { RecordNumber = string.Create(CultureInfo.InvariantCulture, $"unknown-{context.Job.Id}") };
        return new ImportedStudy(
            pseudonyms?.Of(patient, payload.StudyDate ?? today) ?? patient,
            payload.PatientId,
            new StudyEntry
            {
                PatientId = 0,
                StudyDate = pseudonyms is null ? payload.StudyDate : null,
                Modality = payload.Modality ?? "OT",
                Description = payload.Description ?? "",
                Urgency = payload.Urgency,
            },
            images);
    }
}
