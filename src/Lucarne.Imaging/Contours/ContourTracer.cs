using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Contours;

/// <summary>
/// Traces the contours of a mask, slice by slice, so that <see cref="ContourRasteriser"/> makes exactly the same mask of
/// them. Holes are contours of their own. The rules stand in the record "Contours and masks" of docs/adr.
/// </summary>
public static class ContourTracer
{
    /// <summary>Traces every boundary of a mask.</summary>
    /// <param name="mask">A mask or a label map, [K, J, I].</param>
    /// <param name="label">The value that is inside; null takes everything but 0.</param>
    /// <param name="isSmooth">
    /// Whether steps between pixels are smoothed, as a planner would draw them. The contour then moves by less than half a
    /// pixel and past no pixel's centre; else it passes half way between pixels.
    /// </param>
    /// <returns>The contours, in the order of their slices; points in mm, LPS.</returns>
    public static IReadOnlyList<TracedContour> Trace(Volume<byte> mask, byte? label = null, bool isSmooth = true)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var slices = new List<TracedContour>[mask.Geometry.Slices];
        Parallel.For(0, slices.Length, k => slices[k] = TraceSlice(mask, k, label, isSmooth));
        return [.. slices.SelectMany(contours => contours)];
    }

    private static List<TracedContour> TraceSlice(Volume<byte> mask, int k, byte? label, bool isSmooth)
    {
        var slice = mask.Slice(k);
        var contours = new List<TracedContour>();
        if (label is { } value ? !slice.Contains(value) : slice.IndexOfAnyExcept((byte)0) < 0)
            return contours;
        foreach (var gates in new BoundaryWalk(slice, mask.Geometry.Columns, label).Boundaries())
        {
            var passages = isSmooth ? GatePassage.Smooth(gates) : GatePassage.Midway(gates);
            var corners = GatePassage.Corners(gates, passages, isSmooth);
            var contour = new PlanarContour([.. corners.Select(corner => mask.Geometry.ToPatient(corner.X, corner.Y, k))]);
            contours.Add(new TracedContour(k, contour, IsHole(gates)));
        }

        return contours;
    }

    /// <summary>By the sign of the area of the way through the pixels' centres: with the inside to the left, a way round a hole turns to the right, where rows go down.</summary>
    private static bool IsHole(List<Gate> gates)
    {
        var area = 0.0;
        var from = gates[^1].At(0.5);
        foreach (var gate in gates)
        {
            var to = gate.At(0.5);
            area += (from.X * to.Y) - (from.Y * to.X);
            from = to;
        }

        return area > 0;
    }
}
