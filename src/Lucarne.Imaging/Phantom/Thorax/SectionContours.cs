using Lucarne.Imaging.Contours;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Phantom.Thorax;

/// <summary>
/// The outlines of a region as closed contours: marching squares (Lorensen and Cline, SIGGRAPH 1987, in the plane) over
/// the distance to the outline, so that they are smooth and do not follow pixels.
/// </summary>
internal static class SectionContours
{
    private const double LeastAreaMm2 = 12;

    /// <summary>Follows the outlines.</summary>
    /// <param name="region">What is outlined.</param>
    /// <param name="z">Height of the slice, in mm.</param>
    /// <param name="stepMm">Width of the grid on which distances are taken.</param>
    internal static IEnumerable<PlanarContour> Trace(Region region, double z, double stepMm = 1)
    {
        if (region.IsEmpty) yield break;
        int columns = (int)Math.Ceiling((region.Right - region.Left) / stepMm) + 4, rows = (int)Math.Ceiling((region.Bottom - region.Top) / stepMm) + 4;
        double left = region.Left - (1.5 * stepMm), top = region.Top - (1.5 * stepMm);
        var distances = new double[rows * columns];
        for (var row = 1; row < rows - 1; row++)
        {
            for (var column = 1; column < columns - 1; column++)
                distances[(row * columns) + column] = region.Distance(left + (column * stepMm), top + (row * stepMm));
        }

        // A rim of points outside closes what the box would cut open.
        for (var i = 0; i < distances.Length; i++)
        {
            if (i / columns is var row && (row == 0 || row == rows - 1 || i % columns == 0 || i % columns == columns - 1)) distances[i] = stepMm;
        }

        foreach (var loop in Loops(Segments(distances, columns, rows)))
        {
            var points = loop.Select(edge => At(edge, distances, columns)).Select(place => new Vector3d(left + (place.Column * stepMm), top + (place.Row * stepMm), z)).ToArray();
            if (points.Length >= 3 && AreaMm2(points) >= LeastAreaMm2) yield return new PlanarContour(points);
        }
    }

    /// <summary>Edge to edge, the inside on the right hand as the picture is seen. An edge is 2 × the index of its first point, + 1 where it goes down.</summary>
    private static Dictionary<int, int> Segments(double[] distances, int columns, int rows)
    {
        var next = new Dictionary<int, int>();
        for (var row = 0; row < rows - 1; row++)
        {
            for (var column = 0; column < columns - 1; column++)
            {
                var at = (row * columns) + column;
                int upper = 2 * at, lower = 2 * (at + columns), near = (2 * at) + 1, far = (2 * (at + 1)) + 1;
                bool a = distances[at] < 0, b = distances[at + 1] < 0, c = distances[at + columns + 1] < 0, d = distances[at + columns] < 0;
                var joined = distances[at] + distances[at + 1] + distances[at + columns] + distances[at + columns + 1] < 0;
                switch ((a ? 1 : 0) + (b ? 2 : 0) + (c ? 4 : 0) + (d ? 8 : 0))
                {
                    case 1: next[upper] = near; break;
                    case 2: next[far] = upper; break;
                    case 3: next[far] = near; break;
                    case 4: next[lower] = far; break;
                    case 5: (next[upper], next[lower]) = joined ? (far, near) : (near, far); break;
                    case 6: next[lower] = upper; break;
                    case 7: next[lower] = near; break;
                    case 8: next[near] = lower; break;
                    case 9: next[upper] = lower; break;
                    case 10: (next[far], next[near]) = joined ? (lower, upper) : (upper, lower); break;
                    case 11: next[far] = lower; break;
                    case 12: next[near] = far; break;
                    case 13: next[upper] = far; break;
                    case 14: next[near] = upper; break;
                }
            }
        }

        return next;
    }

    private static IEnumerable<List<int>> Loops(Dictionary<int, int> next)
    {
        foreach (var start in next.Keys.Order().ToArray())
        {
            var loop = new List<int>();
            for (var edge = start; next.Remove(edge, out var following); edge = following) loop.Add(edge);
            if (loop.Count > 0) yield return loop;
        }
    }

    private static (double Column, double Row) At(int edge, double[] distances, int columns)
    {
        int first = edge / 2, second = edge % 2 == 0 ? first + 1 : first + columns;
        var t = distances[first] / (distances[first] - distances[second]);
        return edge % 2 == 0 ? ((first % columns) + t, first / columns) : (first % columns, (first / columns) + t);
    }

    private static double AreaMm2(Vector3d[] points)
    {
        var twice = 0.0;
        for (var i = 0; i < points.Length; i++)
        {
            var (p, q) = (points[i], points[(i + 1) % points.Length]);
            twice += (p.X * q.Y) - (q.X * p.Y);
        }

        return Math.Abs(twice) / 2;
    }
}
