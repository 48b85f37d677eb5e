namespace Lucarne.Dicom.Phantom;

/// <summary>What real departments' data suffer from, and a cohort of phantoms can be given.</summary>
public enum ThoraxFault
{
    /// <summary>A slice in the middle of the scan did not arrive.</summary>
    MissingSlice,
    /// <summary>Structures have French names, with accents, in UTF-8.</summary>
    FrenchNames,
    /// <summary>Scan and structures are written without VRs.</summary>
    ImplicitVr,
    /// <summary>The scan is compressed as JPEG 2000, lossless.</summary>
    Jpeg2000,
    /// <summary>Contours lie beside the planes of the slices, by less than half their spacing.</summary>
    OffPlaneContours,
}
