using Lucarne.Dicom.Series;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Writing;

/// <summary>A CT scan that is to be written as a series.</summary>
/// <param name="Hounsfield">Its values, HU. Axial or oblique; the slices evenly spaced.</param>
/// <param name="Identity">Patient, study and description; the UIDs of series and frame of reference are made.</param>
/// <param name="Key">What its UIDs are made from, beside the study's UID: the same key gives the same UIDs.</param>
public sealed record CtScan(Volume<short> Hounsfield, SeriesIdentity Identity, string Key)
{
    /// <summary>PatientAge in years, where it is known.</summary>
    public int? AgeYears { get; init; }

    /// <summary>Whether values are stored signed with the intercept 0, rather than unsigned with −1024.</summary>
    public bool IsSigned { get; init; }
}

/// <summary>How slices are laid out.</summary>
public enum CtEncoding
{
    /// <summary>Explicit VR, little endian.</summary>
    Explicit,
    /// <summary>Implicit VR, little endian.</summary>
    Implicit,
    /// <summary>JPEG 2000, lossless.</summary>
    Jpeg2000,
}
