namespace Lucarne.Imaging.Contours;

/// <summary>
/// Finds contours that were written more than once. Exclusive or would make two copies cancel, and real structure sets
/// hold slices where a lung was written six times over, some copies with a point more than others. A copy differs from
/// its original in a few pixels of its edge; a hole, in all of them.
/// </summary>
internal sealed class RepeatedContours(SliceFill fill)
{
    /// <summary>Pixels that differ, for each pixel of the edge, below which a contour is a copy.</summary>
    private const double MostDifference = 0.25;

    /// <summary>Contours that are compared with one; more with the same frame are no drawing of a patient.</summary>
    private const int MostCompared = 32;

    /// <summary>The first of <paramref name="kept"/> that <paramref name="contour"/> repeats, or null.</summary>
    internal PixelContour? Original(PixelContour contour, IReadOnlyList<PixelContour> kept) =>
        kept.Where(other => HaveSameFrame(other.Frame, contour.Frame)).Take(MostCompared).FirstOrDefault(other => IsCopy(other, contour));

    private static bool HaveSameFrame(PixelFrame a, PixelFrame b) =>
        IsNear(a.Left, b.Left) && IsNear(a.Right, b.Right) && IsNear(a.Top, b.Top) && IsNear(a.Bottom, b.Bottom);

    private static bool IsNear(long a, long b) => Math.Abs(a - b) <= PixelPoint.Parts;

    private bool IsCopy(PixelContour original, PixelContour contour)
    {
        var edge = fill.Mark(original.Points);
        fill.Mark(contour.Points);
        return fill.Fill([]) is var different && edge > 0 && different <= MostDifference * edge;
    }
}
