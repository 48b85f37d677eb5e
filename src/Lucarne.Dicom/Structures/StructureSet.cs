using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Structures;

/// <summary>A radiotherapy structure set (PS3.3 A.19): what was drawn on a series.</summary>
public sealed record StructureSet
{
    /// <summary>The file it was read from.</summary>
    public required string File { get; init; }

    /// <summary>PatientID.</summary>
    public required string PatientId { get; init; }

    /// <summary>SOPInstanceUID.</summary>
    public required string SopInstanceUid { get; init; }

    /// <summary>StudyInstanceUID.</summary>
    public required string StudyInstanceUid { get; init; }

    /// <summary>StructureSetLabel.</summary>
    public required string Label { get; init; }

    /// <summary>The series that it says it was drawn on; several only in rare cases, none where it does not say.</summary>
    public required IReadOnlyList<string> ReferencedSeriesUids { get; init; }

    /// <summary>The frames of reference that its coordinates are in.</summary>
    public required IReadOnlyList<string> FrameOfReferenceUids { get; init; }

    /// <summary>The structures, in the file's order; those without a contour too.</summary>
    public required IReadOnlyList<Structure> Structures { get; init; }
}

/// <summary>A structure: a region of interest with its contours.</summary>
/// <param name="Number">ROINumber.</param>
/// <param name="Name">ROIName, as it is written.</param>
/// <param name="InterpretedType">RTROIInterpretedType (ORGAN, GTV, EXTERNAL …); empty where it is absent.</param>
/// <param name="Colour">ROIDisplayColor, red, green and blue from 0 to 255; nothing where it is absent.</param>
/// <param name="FrameOfReferenceUid">The frame of reference that its coordinates are in; empty where it is absent.</param>
/// <param name="Contours">Its contours, in the file's order.</param>
/// <param name="Damaged">How many contours could not be read, their coordinates being no numbers or no threes.</param>
public sealed record Structure(int Number, string Name, string InterpretedType, (byte Red, byte Green, byte Blue)? Colour, string FrameOfReferenceUid, IReadOnlyList<StructureContour> Contours, int Damaged);

/// <summary>What a contour is (ContourGeometricType, PS3.3 C.8.8.6.1).</summary>
public enum ContourKind
{
    /// <summary>CLOSED_PLANAR, and CLOSEDPLANAR_XOR, which combine by exclusive or: an area.</summary>
    ClosedPlanar,
    /// <summary>POINT: an isocentre or a mark.</summary>
    Point,
    /// <summary>OPEN_PLANAR: a line.</summary>
    OpenPlanar,
    /// <summary>OPEN_NONPLANAR: a line through space.</summary>
    OpenNonplanar,
    /// <summary>Something else, or nothing said.</summary>
    Other,
}

/// <summary>A contour as it is stored.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Points">Its points, mm, LPS.</param>
public sealed record StructureContour(ContourKind Kind, IReadOnlyList<Vector3d> Points);
