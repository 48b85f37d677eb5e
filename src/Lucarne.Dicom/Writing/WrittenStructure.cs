using Lucarne.Imaging;
using Lucarne.Imaging.Contours;

namespace Lucarne.Dicom.Writing;

/// <summary>What a contoured structure is to a treatment plan (PS3.3 C.8.8.8, RT ROI Interpreted Type).</summary>
public enum RoiKind
{
    /// <summary>An organ.</summary>
    Organ,
    /// <summary>Gross tumour volume.</summary>
    Gtv,
    /// <summary>Planning target volume.</summary>
    Ptv,
    /// <summary>The patient's outline.</summary>
    External,
    /// <summary>Something that is used to position the patient.</summary>
    Isocentre,
}

/// <summary>A structure that goes into an RT Structure Set.</summary>
/// <param name="Name">ROIName, at most 64 characters.</param>
/// <param name="Kind">What it is to a plan.</param>
/// <param name="Colour">The colour it is shown in.</param>
/// <param name="Contours">Its contours, in mm, LPS; those of one plane are combined by XOR. A contour of one point is written as a point.</param>
/// <param name="VolumeMl">Its volume in mL, where it is known.</param>
public sealed record WrittenStructure(string Name, RoiKind Kind, Rgb Colour, IReadOnlyList<PlanarContour> Contours, double? VolumeMl = null);
