namespace Lucarne.Imaging.Contours;

/// <summary>A corner in pixels of 1/4096: whole numbers, so that what is computed from them is exact.</summary>
internal readonly record struct PixelPoint(long X, long Y)
{
    /// <summary>Parts of a pixel. At 1 mm a part is 0.24 µm, less than any planning system writes.</summary>
    internal const int Parts = 4096;
}

/// <summary>The rectangle around a contour's corners.</summary>
internal readonly record struct PixelFrame(long Left, long Top, long Right, long Bottom)
{
    internal static PixelFrame Around(IEnumerable<PixelPoint> points) =>
        points.Aggregate(
            new PixelFrame(long.MaxValue, long.MaxValue, long.MinValue, long.MinValue),
            (frame, point) => new(Math.Min(frame.Left, point.X), Math.Min(frame.Top, point.Y), Math.Max(frame.Right, point.X), Math.Max(frame.Bottom, point.Y)));
}

/// <summary>A contour laid into a volume's grid: its corners in pixels and the plane it lies in.</summary>
/// <param name="Index">Its place in the list that was given.</param>
/// <param name="Points">Its corners, columns and rows, each different from the one before.</param>
/// <param name="Frame">The rectangle around them.</param>
/// <param name="Plane">The plane, as a slice number with fractions.</param>
/// <param name="Slice">The slice it belongs to.</param>
internal sealed record PixelContour(int Index, PixelPoint[] Points, PixelFrame Frame, double Plane, int Slice)
{
    /// <summary>How far from the slice the plane lies, in slice spacings.</summary>
    internal double Offset => Math.Abs(Plane - Slice);
}
