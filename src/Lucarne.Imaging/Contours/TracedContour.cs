namespace Lucarne.Imaging.Contours;

/// <summary>A contour traced around a part of a mask.</summary>
/// <param name="Slice">The slice it lies in, k from 0.</param>
/// <param name="Contour">The polygon, in mm, LPS. Walking along it, the inside of the mask lies to the left as the picture shows it (columns to the right, rows down).</param>
/// <param name="IsHole">Whether it surrounds a hole, to be taken out by exclusive or.</param>
public sealed record TracedContour(int Slice, PlanarContour Contour, bool IsHole);
