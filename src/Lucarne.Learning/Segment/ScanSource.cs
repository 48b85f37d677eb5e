using System.Globalization;
using Lucarne.Dicom;
using Lucarne.Dicom.Discovery;
using Lucarne.Dicom.Series;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Segment;

/// <summary>One scan that is to be segmented: a CT series of slices, or a NIfTI file.</summary>
/// <param name="Name">What a person calls it.</param>
/// <param name="Series">The planned volume of a series; null for NIfTI.</param>
/// <param name="File">The NIfTI file; null for a series.</param>
public sealed record Scan(string Name, PlannedVolume? Series, string? File)
{
    private const float LeastOfAir = -300;

    /// <summary>PatientID, or empty.</summary>
    public string PatientId => Series?.Series.Identity.PatientId ?? "";

    /// <summary>The day of the scan, where it is stated.</summary>
    public DateOnly? Date =>
        Series is { } series && DateOnly.TryParseExact(series.Series.Identity.StudyDate, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>Reads the voxels, in Hounsfield units.</summary>
    /// <exception cref="DicomException">They cannot be read.</exception>
    /// <exception cref="NiftiException">They cannot be read.</exception>
    /// <exception cref="Predict.PredictException">They are no Hounsfield units.</exception>
    public Volume<float> Read(CancellationToken cancellation)
    {
        var volume = Series is not null ? Series.Read(cancellation).ToFloat() : NiftiFile.ReadFloat(File!);
        var least = volume.Voxels.Min();
        // Without air or lung a thorax CT is none, or its values have been rescaled: a network would draw nonsense and not say so.
        return least <= LeastOfAir
            ? volume
            : throw new Predict.PredictException(string.Create(
                CultureInfo.InvariantCulture, $"{Name} has no value below {least:0.##}, where a CT in Hounsfield units has air at −1000; give the scan in HU, as `lucarne convert` writes it"));
    }
}

/// <summary>Finds the scans of an input: a NIfTI file, or a DICOM file, folder or zip.</summary>
public sealed class ScanSource : IDisposable
{
    private static readonly string[] NiftiEndings = [".nii", ".nii.gz", ".hdr", ".img"];

    private readonly DicomCollection? _collection;

    private ScanSource(DicomCollection? collection, IReadOnlyList<Scan> scans, IReadOnlyList<LocalText> notes) => (_collection, Scans, Notes) = (collection, scans, notes);

    /// <summary>One scan; or several of one patient on different days, the oldest first.</summary>
    public IReadOnlyList<Scan> Scans { get; }

    /// <summary>What a person should know of the input.</summary>
    public IReadOnlyList<LocalText> Notes { get; }

    /// <summary>Opens an input.</summary>
    /// <param name="path">A NIfTI file, or a DICOM file, folder or zip.</param>
    /// <param name="wanted">SeriesInstanceUID or SeriesDescription of the series that is wanted; null where there is no choice.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="DicomException">There is no CT series that makes a volume, or it is not clear which is meant.</exception>
    public static ScanSource Open(string path, string? wanted, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (IsNifti(path)) return new ScanSource(null, [new Scan($"'{path}'", null, path)], []);
        var collection = DicomCollection.Open(path, cancellation);
        try
        {
            var chosen = Choose(collection, path, wanted);
            var notes = new List<LocalText>();
            var scans = chosen.Select(series => Planned(series, notes, cancellation)).OrderBy(scan => scan.Date).ToList();
            return new ScanSource(collection, scans, notes);
        }
        catch
        {
            collection.Dispose();
            throw;
        }
    }

    /// <summary>Whether a name is that of a NIfTI file.</summary>
    public static bool IsNifti(string path) =>
        path is not null && NiftiEndings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc />
    public void Dispose() => _collection?.Dispose();

    private static List<ImageSeries> Choose(DicomCollection collection, string path, string? wanted)
    {
        var scans = collection.Series.Where(series => series.Identity.Modality == "CT" && series.SliceCount > 1).ToList();
        if (scans.Count == 0)
        {
            var others = string.Join(", ", collection.Series.Select(series => $"{series.Named}, {series.Identity.Modality}, {series.SliceCount} slice(s)"));
            throw new DicomException($"'{path}' holds no CT series of several slices{(others.Length > 0 ? $", only {others}" : "")}; give the folder, the zip or the NIfTI file of a thorax CT.");
        }

        if (wanted is not null)
        {
            var named = scans.Where(series => series.Identity.SeriesInstanceUid == wanted || series.Identity.SeriesDescription == wanted).ToList();
            return named.Count == 1 ? named : throw new DicomException($"--series '{wanted}' names {named.Count} of the CT series in '{path}' ({Listed(scans)}); give the SeriesInstanceUID of one.");
        }

        if (scans.Count == 1 || AreFollowUps(scans)) return scans;
        throw new DicomException($"'{path}' holds {scans.Count} CT series ({Listed(scans)}), and it is not clear which is meant; name one with --series, by its description or SeriesInstanceUID.");
    }

    /// <summary>Of one patient, each on a day of its own.</summary>
    private static bool AreFollowUps(List<ImageSeries> scans) =>
        scans.Select(series => series.Identity.PatientId).Distinct(StringComparer.Ordinal).Count() == 1
        && scans[0].Identity.PatientId.Length > 0
        && scans.All(series => series.Identity.StudyDate.Length == 8)
        && scans.Select(series => series.Identity.StudyDate).Distinct(StringComparer.Ordinal).Count() == scans.Count;

    private static string Listed(List<ImageSeries> scans) =>
        string.Join("; ", scans.Take(3).Select(series => $"'{series.Identity.SeriesDescription}' {series.Identity.SeriesInstanceUid}, patient '{series.Identity.PatientId}', {series.Identity.StudyDate}, {series.SliceCount} slices")) + (scans.Count > 3 ? "; …" : "");

    private static Scan Planned(ImageSeries series, List<LocalText> notes, CancellationToken cancellation)
    {
        var plan = series.Plan(cancellation);
        if (plan.Volumes.Count == 0) throw new DicomException(plan.Refusals.Concat(plan.Notes).FirstOrDefault()?.English ?? $"{series.Named} makes no volume.");
        var volume = plan.Volumes[0];
        if (!volume.IsHounsfield) throw new DicomException($"{series.Named} is not in Hounsfield units (its RescaleType says so), which segmentation needs; export the series as it was reconstructed.");
        notes.AddRange(plan.Unused.Concat(plan.Notes).Concat(plan.Refusals).Concat(volume.Warnings).Select(note => new LocalText(note.English, note.French)));
        return new Scan(series.Named, volume, null);
    }
}
