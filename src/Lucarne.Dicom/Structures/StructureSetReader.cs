using Lucarne.Dicom.Elements;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Structures;

/// <summary>Reads a structure set: its regions and contours (PS3.3 C.8.8.5, C.8.8.6, C.8.8.8).</summary>
public static class StructureSetReader
{
    /// <summary>RT Structure Set Storage.</summary>
    internal const string SopClass = "1.2.840.10008.5.1.4.1.1.481.3";

    /// <summary>Reads a file.</summary>
    /// <exception cref="DicomException">The file is damaged or no structure set. The message names it.</exception>
    public static StructureSet Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var source = new SourceFile(path);
        return Read(DicomFile.Read(source, withPixels: false), source);
    }

    /// <summary>Reads bytes, for tests that feed it anything.</summary>
    /// <exception cref="DicomException">They are damaged or no structure set.</exception>
    public static StructureSet Read(ReadOnlyMemory<byte> bytes)
    {
        using var stream = new MemoryStream(bytes.ToArray(), writable: false);
        return ReadSet(DicomFile.Read(stream, withPixels: false), "bytes");
    }

    internal static bool IsStructureSet(DicomDataSet data) => data.Text(Tags.SopClassUid) == SopClass || data.Text(Tags.Modality) == "RTSTRUCT";

    internal static StructureSet Read(DicomFile file, SourceFile source)
    {
        try
        {
            return ReadSet(file, source.Shown);
        }
        catch (DicomException error)
        {
            throw new DicomException($"'{source.Shown}' cannot be read as a structure set: {error.Message}; export it again.", error);
        }
    }

    private static StructureSet ReadSet(DicomFile file, string shown)
    {
        var data = file.Data;
        if (!IsStructureSet(data)) throw new DicomException($"it is no structure set but {data.Text(Tags.Modality) ?? "of no modality"}");
        var referenced = data.Items(Tags.ReferencedFrameOfReferenceSequence);
        var contours = ContoursByNumber(data);
        var types = data.Items(Tags.RtRoiObservationsSequence)
            .Where(item => item.Integer(Tags.ReferencedRoiNumber) is not null)
            .GroupBy(item => item.Integer(Tags.ReferencedRoiNumber)!.Value)
            .ToDictionary(group => group.Key, group => group.First().Text(Tags.RtRoiInterpretedType) ?? "");
        return new StructureSet
        {
            File = shown,
            PatientId = data.Text(Tags.PatientId) ?? "",
            SopInstanceUid = data.Text(Tags.SopInstanceUid) ?? "",
            StudyInstanceUid = data.Text(Tags.StudyInstanceUid) ?? "",
            Label = data.Text(Tags.StructureSetLabel) ?? "",
            ReferencedSeriesUids = [.. referenced.SelectMany(SeriesOf).Distinct(StringComparer.Ordinal)],
            FrameOfReferenceUids = [.. referenced.Select(item => item.Text(Tags.FrameOfReferenceUid)).Concat(data.Items(Tags.StructureSetRoiSequence).Select(roi => roi.Text(Tags.ReferencedFrameOfReferenceUid))).OfType<string>().Distinct(StringComparer.Ordinal)],
            Structures = [.. data.Items(Tags.StructureSetRoiSequence).Select(roi => ReadStructure(roi, contours, types))],
        };
    }

    private static IEnumerable<string> SeriesOf(DicomDataSet frameOfReference) =>
        from study in frameOfReference.Items(Tags.RtReferencedStudySequence)
        from series in study.Items(Tags.RtReferencedSeriesSequence)
        let uid = series.Text(Tags.SeriesInstanceUid)
        where uid is not null
        select uid;

    private static Dictionary<int, DicomDataSet> ContoursByNumber(DicomDataSet data)
    {
        var contours = new Dictionary<int, DicomDataSet>();
        foreach (var item in data.Items(Tags.RoiContourSequence))
            if (item.Integer(Tags.ReferencedRoiNumber) is { } number && !contours.TryAdd(number, item))
                throw new DicomException($"region number {number} has its contours twice");
        return contours;
    }

    private static Structure ReadStructure(DicomDataSet roi, Dictionary<int, DicomDataSet> contours, Dictionary<int, string> types)
    {
        var number = roi.Integer(Tags.RoiNumber) ?? throw new DicomException("a region of interest has no number");
        var drawn = contours.GetValueOrDefault(number);
        var read = new List<StructureContour>();
        var damaged = 0;
        foreach (var item in drawn?.Items(Tags.ContourSequence) ?? [])
        {
            if (ReadContour(item) is { } contour) read.Add(contour);
            else damaged++;
        }

        return new Structure(number, roi.Text(Tags.RoiName) ?? "", types.GetValueOrDefault(number, ""), ColourOf(drawn), roi.Text(Tags.ReferencedFrameOfReferenceUid) ?? "", read, damaged);
    }

    private static StructureContour? ReadContour(DicomDataSet item)
    {
        double[] numbers;
        try
        {
            numbers = item.Decimals(Tags.ContourData);
        }
        catch (DicomException)
        {
            // One unreadable contour is counted; the others of the structure are sound.
            return null;
        }

        if (numbers.Length == 0 || numbers.Length % 3 != 0) return null;
        var points = new Vector3d[numbers.Length / 3];
        for (var i = 0; i < points.Length; i++) points[i] = new Vector3d(numbers[3 * i], numbers[(3 * i) + 1], numbers[(3 * i) + 2]);
        return new StructureContour(KindOf(item.Text(Tags.ContourGeometricType)), points);
    }

    private static ContourKind KindOf(string? written) => written switch
    {
        "CLOSED_PLANAR" or "CLOSEDPLANAR_XOR" => ContourKind.ClosedPlanar,
        "POINT" => ContourKind.Point,
        "OPEN_PLANAR" => ContourKind.OpenPlanar,
        "OPEN_NONPLANAR" => ContourKind.OpenNonplanar,
        _ => ContourKind.Other,
    };

    private static (byte, byte, byte)? ColourOf(DicomDataSet? drawn)
    {
        var parts = drawn?.Texts(Tags.RoiDisplayColour) ?? [];
        return parts.Count == 3 && byte.TryParse(parts[0], out var red) && byte.TryParse(parts[1], out var green) && byte.TryParse(parts[2], out var blue) ? (red, green, blue) : null;
    }
}
