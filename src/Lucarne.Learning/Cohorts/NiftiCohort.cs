using System.Globalization;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Cohorts;

/// <summary>
/// A cohort as NIfTI files: a folder per scan that holds <c>labels.nii.gz</c> (or <c>.nii</c>) and one other volume, the scan in
/// Hounsfield units. <c>structures.json</c> beside the labels, as <c>lucarne contours</c> writes it, says which structures were
/// contoured; without it, those that are in the labels.
/// </summary>
internal static class NiftiCohort
{
    private static readonly string[] LabelNames = ["labels.nii.gz", "labels.nii"];

    /// <summary>The scans in a folder and below it, sorted by name.</summary>
    public static IReadOnlyList<CohortScan> Find(string root, SegmentationOptions options) =>
        [.. Directory.EnumerateFiles(root, "labels.nii*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 8 })
            .Where(file => LabelNames.Contains(Path.GetFileName(file), StringComparer.Ordinal))
            .Select(labels => Scan(root, labels, options))
            .OrderBy(scan => scan.Id, StringComparer.Ordinal)];

    private static CohortScan Scan(string root, string labels, SegmentationOptions options)
    {
        var folder = Path.GetDirectoryName(labels)!;
        var name = Path.GetRelativePath(root, folder);
        var id = ScanName.Of(name == "." ? Path.GetFileName(Path.GetFullPath(root)) : name);
        return new(id, id, Signature(folder), _ => Read(folder, labels, options));
    }

    private static string Signature(string folder) => string.Join(';', Volumes(folder).Select(file =>
        string.Create(CultureInfo.InvariantCulture, $"{file.Name}:{file.Length}:{file.LastWriteTimeUtc.Ticks}")));

    private static IEnumerable<FileInfo> Volumes(string folder) => new DirectoryInfo(folder).EnumerateFiles()
        .Where(file => file.Name.EndsWith(".nii.gz", StringComparison.Ordinal) || file.Name.EndsWith(".nii", StringComparison.Ordinal))
        .OrderBy(file => file.Name, StringComparer.Ordinal);

    private static PatientScan Read(string folder, string labelFile, SegmentationOptions options)
    {
        string[] scans = [.. Volumes(folder).Select(file => file.FullName).Where(file => file != labelFile)];
        if (scans.Length != 1) throw new PrepareException($"{folder} holds {scans.Length} volumes beside {Path.GetFileName(labelFile)} where one, the scan, was expected");
        var scan = NiftiFile.ReadFloat(scans[0]);
        var labels = NiftiFile.ReadLabels(labelFile);
        if (!scan.Geometry.IsSameGrid(labels.Geometry, toleranceMm: 0.1))
            throw new PrepareException($"{labelFile} lies on another grid than {Path.GetFileName(scans[0])}; both must be one grid");
        if (labels.Voxels.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)options.Structures.Count))
            throw new PrepareException($"{labelFile} holds a value above {options.Structures.Count}, the highest of the recipe's structures");
        var order = new AxialOrder(scan.Geometry);
        return new(order.Apply(scan), new(order.Apply(new Volume<byte>(scan.Geometry, labels.Voxels)), null), Contoured(folder, labels, options), []);
    }

    private static IReadOnlyList<string> Contoured(string folder, Volume<byte> labels, SegmentationOptions options)
    {
        var listed = ContouredStructures.Read(Path.Combine(folder, "structures.json"), options);
        if (listed is not null) return listed;
        var present = new bool[256];
        foreach (var value in labels.Voxels) present[value] = true;
        return [.. options.Structures.Where(structure => present[structure.Value]).Select(structure => structure.Name)];
    }
}
