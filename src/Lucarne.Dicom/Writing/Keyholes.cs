using Lucarne.Imaging.Contours;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Writing;

/// <summary>
/// Joins each hole to the contour around it by a channel without width, as CLOSED_PLANAR contours with holes are written
/// (PS3.3 C.8.8.6.3). A reader that fills every contour and one that combines them by XOR then see the same.
/// </summary>
internal static class Keyholes
{
    /// <summary>Joins the contours of one plane.</summary>
    /// <param name="contours">Contours that do not cross each other, combined by XOR.</param>
    /// <param name="acrossX">A direction in the plane.</param>
    /// <param name="acrossY">Another direction in the plane.</param>
    /// <returns>Contours without holes, in the order of their outlines.</returns>
    public static IReadOnlyList<PlanarContour> Join(IReadOnlyList<PlanarContour> contours, Vector3d acrossX, Vector3d acrossY)
    {
        if (contours.Count < 2) return contours;
        var flat = contours.Select(contour => new Flat(contour, [.. contour.Points.Select(point => (point.Dot(acrossX), point.Dot(acrossY)))])).ToArray();
        var around = flat.Select(inner => flat.Where(outer => outer != inner && outer.Holds(inner.Points[0])).ToArray()).ToArray();
        var joined = new List<PlanarContour>();
        for (var i = 0; i < flat.Length; i++)
        {
            // In an odd number of others a contour is a hole; of those around it the smallest is its own.
            if (around[i].Length % 2 == 1) continue;
            IEnumerable<Vector3d> outline = flat[i].Contour.Points;
            for (var hole = 0; hole < flat.Length; hole++)
            {
                if (around[hole].Length % 2 == 1 && around[hole].MinBy(outer => outer.Area) == flat[i])
                    outline = Bridged([.. outline], flat[hole].Contour.Points);
            }

            joined.Add(new PlanarContour([.. outline]));
        }

        return joined;
    }

    // Out of the outline at its point nearest to the hole, once around the hole, and back the same way.
    private static IEnumerable<Vector3d> Bridged(Vector3d[] outline, IReadOnlyList<Vector3d> hole)
    {
        var (from, to, nearest) = (0, 0, double.MaxValue);
        for (var i = 0; i < outline.Length; i++)
        {
            for (var j = 0; j < hole.Count; j++)
            {
                var away = outline[i] - hole[j];
                if (away.Dot(away) < nearest) (from, to, nearest) = (i, j, away.Dot(away));
            }
        }

        return [.. outline[..(from + 1)], .. hole.Skip(to), .. hole.Take(to + 1), .. outline[from..]];
    }

    private sealed class Flat(PlanarContour contour, (double X, double Y)[] points)
    {
        public PlanarContour Contour { get; } = contour;

        public (double X, double Y)[] Points { get; } = points;

        public double Area { get; } = Math.Abs(Enumerable.Range(0, points.Length).Sum(i =>
        {
            var (p, q) = (points[i], points[(i + 1) % points.Length]);
            return ((p.X * q.Y) - (q.X * p.Y)) / 2;
        }));

        public bool Holds((double X, double Y) place)
        {
            var inside = false;
            for (var i = 0; i < Points.Length; i++)
            {
                var (p, q) = (Points[i], Points[(i + 1) % Points.Length]);
                if (p.Y > place.Y != q.Y > place.Y && place.X < p.X + ((place.Y - p.Y) / (q.Y - p.Y) * (q.X - p.X))) inside = !inside;
            }

            return inside;
        }
    }
}
