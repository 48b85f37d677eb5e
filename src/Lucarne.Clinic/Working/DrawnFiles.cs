using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Importing;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Studies;
using Lucarne.Dicom.Writing;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Contours;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Segment;

namespace Lucarne.Clinic.Working;

/// <summary>Opens the scan of an image, and keeps what was drawn in it: label maps, volumes, figures and DICOM objects.</summary>
internal static class DrawnFiles
{
    /// <summary>The label map as it is painted.</summary>
    public const string Labels = "labels";

    /// <summary>The label map without margins, such as a planning target volume: what lies beneath them.</summary>
    public const string Beneath = "beneath";

    /// <summary>The one scan of an image.</summary>
    /// <exception cref="ClinicException">The image is a picture, or holds several scans.</exception>
    public static (ScanSource Source, Scan Scan) Open(JobContext context, StudyImage image)
    {
        if (image.Kind == ImageKind.Picture) throw new ClinicException($"image/{image.Id} is a picture, and structures are drawn in scans; choose a DICOM series or a NIfTI volume.");
        var source = ScanSource.Open(PathOf(context, image), image.Kind != ImageKind.Nifti && image.SeriesUid.Length > 0 ? image.SeriesUid : null, context.Cancellation);
        if (source.Scans is [var scan]) return (source, scan);
        source.Dispose();
        throw new ClinicException($"image/{image.Id} holds {source.Scans.Count} scans, where one was expected; import them one by one.");
    }

    /// <summary>Writes what was drawn, and stores it.</summary>
    /// <param name="context">The job.</param>
    /// <param name="scan">The scan.</param>
    /// <param name="hounsfield">Its values.</param>
    /// <param name="maps">What was drawn.</param>
    /// <param name="recipe">The model's recipe.</param>
    /// <param name="version">The model's version.</param>
    /// <param name="time">The clock, for the date of DICOM objects.</param>
    /// <param name="origin">Who drew; null for the recipe's network.</param>
    public static async Task<(ScanVolumes Volumes, IReadOnlyList<FindingFile> Files)> WriteAsync(
        JobContext context, Scan scan, Volume<float> hounsfield, StructureMaps maps, Recipe recipe, string version, TimeProvider time, ObjectOrigin? origin = null)
    {
        var folder = Path.Combine(context.Folder, "out");
        // DICOM objects refer to a series, and hold at least one contour and one voxel.
        var hasObjects = scan.Series is not null && maps.Labels.Voxels.AsSpan().IndexOfAnyExcept((byte)0) >= 0;
        var volumes = SegmentationExport.Write(folder, scan, hounsfield, maps, recipe, version, new SegmentationObjects(hasObjects, hasObjects), time, origin);
        if (maps is { AreOne: false, Beneath: { } beneath }) NiftiFile.Write(Path.Combine(folder, Beneath + ".nii.gz"), beneath);
        LargestSliceFigure.Write(folder, hounsfield, maps, recipe, volumes);
        return (volumes, await StoreAsync(context, folder).ConfigureAwait(false));
    }

    private static string PathOf(JobContext context, StudyImage image)
    {
        var path = context.Database.Files.PathOf(image.FileSha256);
        if (image.Kind != ImageKind.Nifti) return path;
        using var file = File.OpenRead(path);
        var isGzip = file.ReadByte() == 0x1F;
        return ScanFile.Named(context, path, isGzip ? "scan.nii.gz" : "scan.nii");
    }

    // What each file is for is said by its name: labels, beneath, volumes, rtstruct, seg, structure:heart, figure:heart.png.
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
}
