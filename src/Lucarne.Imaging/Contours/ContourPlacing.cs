using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Contours;

/// <summary>Lays contours into a grid, or says why one has no place there.</summary>
internal sealed class ContourPlacing
{
    /// <summary>In slice spacings. Writers round coordinates, so that half a spacing may be a little more.</summary>
    private const double MostOffset = 0.5, MostSpread = 0.5, Rounding = 1e-3;

    private const double FarthestPixel = 131072;

    private readonly VolumeGeometry geometry;
    private readonly Vector3d toColumn, toRow, toSlice;

    internal ContourPlacing(VolumeGeometry geometry)
    {
        this.geometry = geometry;
        // The rows of the inverse of the matrix whose columns are the three steps.
        var (c, r, s) = (geometry.ColumnStep, geometry.RowStep, geometry.SliceStep);
        var scale = 1 / c.Cross(r).Dot(s);
        (toColumn, toRow, toSlice) = (r.Cross(s) * scale, s.Cross(c) * scale, c.Cross(r) * scale);
    }

    internal (PixelContour? Placed, SkippedContour? Skipped) Place(int index, PlanarContour contour)
    {
        var points = new List<PixelPoint>(contour.Points.Count);
        double first = double.PositiveInfinity, last = double.NegativeInfinity, sum = 0;
        foreach (var point in contour.Points)
        {
            var from = point - geometry.Origin;
            double x = from.Dot(toColumn), y = from.Dot(toRow), z = from.Dot(toSlice);
            if (!(Math.Abs(x) <= FarthestPixel && Math.Abs(y) <= FarthestPixel && double.IsFinite(z)))
                return Skip(index, ContourFault.NoPlace, FormattableString.Invariant($"its point ({point.X}, {point.Y}, {point.Z}) mm is nowhere near the picture"));
            (first, last, sum) = (Math.Min(first, z), Math.Max(last, z), sum + z);
            var pixel = new PixelPoint((long)Math.Round(x * PixelPoint.Parts), (long)Math.Round(y * PixelPoint.Parts));
            if (points.Count == 0 || points[^1] != pixel)
                points.Add(pixel);
        }

        if (points.Count > 1 && points[0] == points[^1])
            points.RemoveAt(points.Count - 1);
        return WithoutArea(index, points) ?? InPlane(index, points, first, last, sum / Math.Max(1, contour.Points.Count));
    }

    private static (PixelContour?, SkippedContour?)? WithoutArea(int index, List<PixelPoint> points)
    {
        if (points.Distinct().Take(3).Count() is < 3 and var distinct)
            return Skip(index, ContourFault.TooFewPoints, $"it has {distinct} different {(distinct == 1 ? "point" : "points")}, and an area needs 3");
        var start = points[0];
        var far = points.First(point => point != start);
        return points.TrueForAll(point => ((far.X - start.X) * (point.Y - start.Y)) == ((far.Y - start.Y) * (point.X - start.X)))
            ? Skip(index, ContourFault.Flat, "its points lie on one line")
            : null;
    }

    private (PixelContour?, SkippedContour?) InPlane(int index, List<PixelPoint> points, double first, double last, double plane)
    {
        if (last - first > MostSpread + Rounding)
            return Skip(index, ContourFault.NotParallel, FormattableString.Invariant($"it is not parallel to the slices: it leaves its plane by {(last - first) * geometry.SliceSpacingMm:0.##} mm"));
        var slice = (int)Math.Clamp(Math.Floor(plane + 0.5 + Rounding), 0, geometry.Slices - 1);
        if (!(Math.Abs(plane - slice) <= MostOffset + Rounding))
            return Skip(index, ContourFault.OffTheSlices, FormattableString.Invariant($"it lies {Math.Abs(plane - slice) * geometry.SliceSpacingMm:0.##} mm {(plane < 0 ? "before the first slice" : "behind the last")}"));
        var frame = PixelFrame.Around(points);
        long right = (geometry.Columns - 1L) * PixelPoint.Parts, bottom = (geometry.Rows - 1L) * PixelPoint.Parts;
        return frame.Right < 0 || frame.Bottom < 0 || frame.Left > right || frame.Top > bottom
            ? Skip(index, ContourFault.OutsideThePicture, "it lies wholly outside the picture")
            : (new PixelContour(index, [.. points], frame, plane, slice), null);
    }

    private static (PixelContour?, SkippedContour?) Skip(int index, ContourFault fault, string reason) => (null, new SkippedContour(index, fault, reason));
}
