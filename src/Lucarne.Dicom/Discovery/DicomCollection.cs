using System.Collections.Concurrent;
using Lucarne.Dicom.Elements;
using Lucarne.Dicom.Series;
using Lucarne.Dicom.Structures;

namespace Lucarne.Dicom.Discovery;

/// <summary>Why a file was left out.</summary>
public enum LeftOutKind
{
    /// <summary>It is no DICOM.</summary>
    NotDicom,
    /// <summary>It is DICOM, but no picture and no structure set: a report, a plan, a dose.</summary>
    OtherObject,
    /// <summary>It is a picture or a structure set that cannot be used.</summary>
    Damaged,
}

/// <summary>A file that was left out.</summary>
/// <param name="File">The file.</param>
/// <param name="Kind">Why.</param>
/// <param name="Sentence">Why, for a person.</param>
public sealed record LeftOut(string File, LeftOutKind Kind, string Sentence);

/// <summary>The DICOM found under a path, known by its headers. Files that came out of zips are deleted when it is disposed.</summary>
public sealed class DicomCollection : IDisposable
{
    private readonly DicomArchive _archive;

    private DicomCollection(DicomArchive archive) => _archive = archive;

    /// <summary>The series of pictures, by patient, number and UID.</summary>
    public IReadOnlyList<ImageSeries> Series { get; private set; } = [];

    /// <summary>The structure sets, by file.</summary>
    public IReadOnlyList<StructureSet> StructureSets { get; private set; } = [];

    /// <summary>What was left out, by file.</summary>
    public IReadOnlyList<LeftOut> LeftOut { get; private set; } = [];

    /// <summary>Looks for DICOM.</summary>
    /// <param name="path">A file, a folder or a zip; nested and mixed.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="DicomException">There is no such path, or a zip is damaged or dishonest.</exception>
    public static DicomCollection Open(string path, CancellationToken token = default) => Open(path, new ArchiveLimits(), token);

    internal static DicomCollection Open(string path, ArchiveLimits limits, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(path);
        var archive = new DicomArchive(limits);
        try
        {
            var (found, leftOut) = new FileSearch(archive).Search(path, token);
            var collection = new DicomCollection(archive);
            collection.ReadHeaders(found, leftOut, token);
            return collection;
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _archive.Dispose();

    private void ReadHeaders(IReadOnlyList<SourceFile> files, IReadOnlyList<LeftOut> notDicom, CancellationToken token)
    {
        var pictures = new ConcurrentBag<(SeriesIdentity Identity, SliceHeader Slice)>();
        var sets = new ConcurrentBag<StructureSet>();
        var leftOut = new ConcurrentBag<LeftOut>(notDicom);
        SideBySide.ForEach(files, source =>
        {
            try
            {
                var file = DicomFile.Read(source, withPixels: false);
                if (StructureSetReader.IsStructureSet(file.Data)) sets.Add(StructureSetReader.Read(file, source));
                else if (ObjectKind.WhyNoPicture(file) is { } kind) leftOut.Add(new LeftOut(source.Shown, LeftOutKind.OtherObject, $"'{source.Shown}' is {kind}, not a picture of a series."));
                else foreach (var picture in ReadPictures(file, source)) pictures.Add(picture);
            }
            catch (DicomException error)
            {
                leftOut.Add(new LeftOut(source.Shown, LeftOutKind.Damaged, error.Message));
            }
        }, token);
        Series = Group(pictures);
        StructureSets = [.. sets.OrderBy(set => set.File, StringComparer.Ordinal)];
        LeftOut = [.. leftOut.Where(item => item.Sentence.Length > 0).OrderBy(item => item.File, StringComparer.Ordinal)];
    }

    private static IEnumerable<(SeriesIdentity, SliceHeader)> ReadPictures(DicomFile file, SourceFile source)
    {
        try
        {
            var identity = SeriesIdentityReader.Read(file.Data);
            return [.. SliceHeaderReader.Read(file, source).Select(slice => (identity, slice))];
        }
        catch (DicomException error)
        {
            throw new DicomException($"'{source.Shown}' cannot be part of a volume: {error.Message}.", error);
        }
    }

    // A series without a UID is the pictures of one folder.
    private static ImageSeries[] Group(IEnumerable<(SeriesIdentity Identity, SliceHeader Slice)> pictures) =>
    [
        .. pictures
            .OrderBy(picture => picture.Slice.Source.Shown, StringComparer.Ordinal).ThenBy(picture => picture.Slice.Frame)
            .GroupBy(picture => picture.Identity.SeriesInstanceUid is { Length: > 0 } uid ? uid : Path.GetDirectoryName(picture.Slice.Source.Shown)!)
            .Select(group => new ImageSeries(group.First().Identity, [.. group.Select(picture => picture.Slice)]))
            .OrderBy(series => series.Identity.PatientId, StringComparer.Ordinal)
            .ThenBy(series => series.Identity.SeriesNumber ?? int.MaxValue)
            .ThenBy(series => series.Identity.SeriesInstanceUid, StringComparer.Ordinal),
    ];
}
