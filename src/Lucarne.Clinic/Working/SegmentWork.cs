using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Importing;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Studies;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Segment;

namespace Lucarne.Clinic.Working;

/// <summary>Has a model draw the structures of a scan, and keeps labels, volumes, figures and DICOM objects.</summary>
/// <param name="models">The loaded networks.</param>
/// <param name="time">The clock, for the date of DICOM objects.</param>
internal sealed class SegmentWork(LoadedModels models, TimeProvider time)
{
    public async Task<JobOutcome> RunAsync(JobContext context)
    {
        var payload = JsonForm.Read<ModelPayload>(context.Job.PayloadJson);
        var image = await context.Database.Studies.ImageAsync(payload.ImageId, context.Cancellation).ConfigureAwait(false);
        if (image.Kind == ImageKind.Picture) throw new ClinicException($"image/{image.Id} is a picture, and structures are drawn in scans; choose a DICOM series or a NIfTI volume.");
        var model = await ModelChoice.FindAsync(context.Database, payload, RecipeTask.Segmentation, context.Cancellation).ConfigureAwait(false);
        context.Report(0.05, "opening");
        using var source = ScanSource.Open(PathOf(context, image), image.Kind != ImageKind.Nifti && image.SeriesUid.Length > 0 ? image.SeriesUid : null, context.Cancellation);
        var scan = source.Scans.Count == 1 ? source.Scans[0] : throw new ClinicException($"image/{image.Id} holds {source.Scans.Count} scans, where one was expected; import them one by one.");
        var hounsfield = scan.Read(context.Cancellation);
        context.Report(0.2, "drawing");
        var network = await models.SegmenterAsync(model, context.Cancellation).ConfigureAwait(false);
        var labels = network.Segment(hounsfield, new SliceProgress(context, hounsfield.Geometry.Slices), context.Cancellation);
        context.Report(0.85, "writing");
        var folder = Path.Combine(context.Folder, "out");
        var objects = new SegmentationObjects(WithStructureSet: scan.Series is not null, WithSegmentation: scan.Series is not null);
        var volumes = SegmentationExport.Write(folder, scan, hounsfield, labels, network.Recipe, model.Version, objects, time);
        // The dashboard's viewer reads NIfTI.
        if (scan.Series is not null) NiftiFile.Write(Path.Combine(folder, "scan.nii.gz"), hounsfield);
        var files = await StoreAsync(context, folder).ConfigureAwait(false);
        var entry = new FindingEntry
        {
            Key = FormattableString.Invariant($"job/{context.Job.Id}/image/{image.Id}/model/{model.Id}"),
            StudyId = image.StudyId,
            ImageId = image.Id,
            ModelId = model.Id,
            ModelName = model.Name,
            ModelVersion = model.Version,
            Task = RecipeTask.Segmentation,
            // Nobody has measured yet how sure a drawn structure is.
            Decision = FindingDecision.CertaintyUnknown,
            VolumesMl = volumes.Structures.ToDictionary(structure => structure.Name, structure => structure.VolumeMl),
            CertaintyJson = JsonForm.Write(new { Notice = ScanVolumes.Caution }),
            ExplanationJson = JsonForm.Write(new { volumes.Structures, source.Notes }),
            Files = files,
        };
        return new JobOutcome(async session => JsonForm.Write(new { finding_id = (await FindingStore.AddAsync(session, entry, context.Actor).ConfigureAwait(false)).Id }));
    }

    private static string PathOf(JobContext context, StudyImage image)
    {
        var path = context.Database.Files.PathOf(image.FileSha256);
        if (image.Kind != ImageKind.Nifti) return path;
        using var file = File.OpenRead(path);
        var isGzip = file.ReadByte() == 0x1F;
        return ScanFile.Named(context, path, isGzip ? "scan.nii.gz" : "scan.nii");
    }

    // What each file is for is said by its name: labels, volumes, rtstruct, seg, scan, structure:heart, figure:heart.png.
    private static async Task<IReadOnlyList<FindingFile>> StoreAsync(JobContext context, string folder)
    {
        var files = new List<FindingFile>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(folder, path);
            var stream = File.OpenRead(path);
            await using var _ = stream.ConfigureAwait(false);
            var stored = await context.Database.Files.PutAsync(stream, MediaType(name), cancellation: context.Cancellation).ConfigureAwait(false);
            var plain = Path.GetFileName(name);
            var role = Path.GetDirectoryName(name) switch
            {
                "figures" => $"figure:{plain}",
                "structures" => $"structure:{plain[..plain.IndexOf('.', StringComparison.Ordinal)]}",
                _ => plain[..plain.IndexOf('.', StringComparison.Ordinal)],
            };
            files.Add(new FindingFile(role, stored.Sha256, plain));
        }

        return files;
    }

    private static string MediaType(string name) => Path.GetExtension(name) switch
    {
        ".png" => "image/png",
        ".svg" => "image/svg+xml",
        ".json" => "application/json",
        ".dcm" => "application/dicom",
        ".gz" => "application/gzip",
        _ => "application/octet-stream",
    };

    private sealed class SliceProgress(JobContext context, int slices) : IProgress<int>
    {
        private const double From = 0.2, To = 0.85;
        private int _done;

        public void Report(int value)
        {
            _done += value;
            context.Report(From + ((To - From) * Math.Min(1, (double)_done / slices)), FormattableString.Invariant($"drawing {_done} of {slices}"));
        }
    }
}
