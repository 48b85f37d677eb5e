namespace Lucarne.Imaging.Contours;

/// <summary>
/// What two contours of one structure and plane are to each other. Exclusive or would make two copies cancel, and real
/// structure sets hold slices where a lung was written six times over, some copies with a point more than others. A copy
/// differs from its original in a few pixels of its edge; a hole, in all of them.
/// </summary>
internal sealed class ContourPairs(SliceFill fill)
{
    /// <summary>Pixels for each pixel of the edge, below which a difference or an overlap is one of drawing, not of meaning.</summary>
    private const double EdgeShare = 0.25;

    /// <summary>Contours that are compared with one; more in one place are no drawing of a patient.</summary>
    private const int MostCompared = 32;

    /// <summary>The first of <paramref name="kept"/> that <paramref name="contour"/> repeats, or null.</summary>
    internal PixelContour? Original(PixelContour contour, IReadOnlyList<PixelContour> kept) =>
        kept.Where(other => HaveSameFrame(other.Frame, contour.Frame)).Take(MostCompared).FirstOrDefault(other => IsCopy(other, contour));

    /// <summary>The pairs that overlap in part, neither inside the other: exclusive or leaves their overlap out.</summary>
    internal IEnumerable<OverlappingContours> Overlapping(IReadOnlyList<PixelContour> contours)
    {
        for (var at = 1; at < contours.Count; at++)
        {
            foreach (var earlier in contours.Take(at).Where(other => Meet(other.Frame, contours[at].Frame)).Take(MostCompared))
            {
                if (Overlap(earlier, contours[at]) is > 0 and var pixels)
                    yield return new OverlappingContours(earlier.Index, contours[at].Index, pixels);
            }
        }
    }

    private static bool HaveSameFrame(PixelFrame a, PixelFrame b) =>
        IsNear(a.Left, b.Left) && IsNear(a.Right, b.Right) && IsNear(a.Top, b.Top) && IsNear(a.Bottom, b.Bottom);

    private static bool Meet(PixelFrame a, PixelFrame b) => a.Left <= b.Right && b.Left <= a.Right && a.Top <= b.Bottom && b.Top <= a.Bottom;

    private static bool IsNear(long a, long b) => Math.Abs(a - b) <= PixelPoint.Parts;

    private bool IsCopy(PixelContour original, PixelContour contour)
    {
        var edge = fill.Mark(original.Points);
        fill.Mark(contour.Points);
        return fill.Fill([]) is var different && edge > 0 && different <= EdgeShare * edge;
    }

    /// <summary>Pixels inside both, where each also has a part of its own; else 0.</summary>
    private long Overlap(PixelContour a, PixelContour b)
    {
        var edge = Math.Min(fill.Mark(a.Points), fill.Mark(b.Points));
        var either = fill.Fill([]);
        fill.Mark(a.Points);
        var inA = fill.Fill([]);
        fill.Mark(b.Points);
        var inB = fill.Fill([]);
        var both = (inA + inB - either) / 2;
        return Math.Min(both, Math.Min(inA, inB) - both) > EdgeShare * edge ? both : 0;
    }
}
