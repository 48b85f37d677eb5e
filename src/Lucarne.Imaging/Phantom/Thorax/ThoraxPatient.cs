using Lucarne.Imaging.Contours;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Phantom.Thorax;

/// <summary>A phantom patient: a scan and what a radiotherapist would outline in it.</summary>
/// <param name="Hounsfield">The scan, axial, head first and supine: slices from the feet upwards, −1024 to 3071 HU.</param>
/// <param name="Contours">Contours of each structure in the planes of slices, in mm, LPS. A tumour within a lung makes a hole in it: contours of one structure and slice are combined by XOR.</param>
/// <param name="IsFemale">Sex.</param>
/// <param name="AgeYears">Age.</param>
/// <param name="TumourIsLeft">Whether the tumour lies in the left lung.</param>
public sealed record ThoraxPatient(
    Volume<short> Hounsfield,
    IReadOnlyDictionary<ThoraxStructure, IReadOnlyList<PlanarContour>> Contours,
    bool IsFemale,
    int AgeYears,
    bool TumourIsLeft);
