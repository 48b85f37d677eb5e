using Lucarne.Dicom.Elements;
using Lucarne.Dicom.Pixels;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Series;

/// <summary>What the header of one slice says: a file, or a frame of a multi-frame file.</summary>
internal sealed record SliceHeader
{
    /// <summary>The file.</summary>
    public required SourceFile Source { get; init; }

    /// <summary>Which of the file's frames, from 0.</summary>
    public required int Frame { get; init; }

    /// <summary>SOPClassUID.</summary>
    public required string SopClassUid { get; init; }

    /// <summary>SOPInstanceUID.</summary>
    public required string SopInstanceUid { get; init; }

    /// <summary>ImagePositionPatient: the centre of the first voxel, mm, LPS.</summary>
    public required Vector3d Position { get; init; }

    /// <summary>The direction of a row, that is from one column to the next: the first half of ImageOrientationPatient.</summary>
    public required Vector3d ColumnDirection { get; init; }

    /// <summary>The direction of a column: the second half of ImageOrientationPatient.</summary>
    public required Vector3d RowDirection { get; init; }

    /// <summary>Between the centres of neighbouring columns, mm: the second value of PixelSpacing.</summary>
    public required double ColumnSpacingMm { get; init; }

    /// <summary>Between the centres of neighbouring rows, mm: the first value of PixelSpacing.</summary>
    public required double RowSpacingMm { get; init; }

    /// <summary>SliceThickness, mm, where it is said.</summary>
    public double? ThicknessMm { get; init; }

    /// <summary>How the pixels are laid out.</summary>
    public required PixelLayout Layout { get; init; }

    /// <summary>RescaleSlope; 1 where it is absent.</summary>
    public required double Slope { get; init; }

    /// <summary>RescaleIntercept; 0 where it is absent.</summary>
    public required double Intercept { get; init; }

    /// <summary>RescaleType; empty where it is absent.</summary>
    public string RescaleType { get; init; } = "";

    /// <summary>Whether ImageType says that it is a localizer.</summary>
    public bool IsLocalizer { get; init; }

    /// <summary>Whether values may have changed by lossy compression.</summary>
    public bool MayBeLossy { get; init; }

    /// <summary>InstanceNumber.</summary>
    public int? InstanceNumber { get; init; }

    /// <summary>What may tell pictures of the same place apart, in the order in which it is tried.</summary>
    public required IReadOnlyList<(string Name, double? Value)> Phases { get; init; }

    /// <summary>The normal of the slice: the directions' vector product.</summary>
    public Vector3d Normal => ColumnDirection.Cross(RowDirection);

    /// <summary>The file and, where it has several, the frame.</summary>
    public string Named => Layout.Frames > 1 ? $"'{Source.Shown}', frame {Frame + 1}" : $"'{Source.Shown}'";
}
