using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Contours;

/// <summary>A closed contour: a polygon in a plane through the patient. The last point is joined to the first and does not repeat it.</summary>
/// <param name="Points">Corners in mm, LPS, in order.</param>
public sealed record PlanarContour(IReadOnlyList<Vector3d> Points);
