namespace Lucarne.Insight.Features;

/// <summary>The form of a body's outline, in figures that do not depend on the picture's size.</summary>
internal static class BodyShape
{
    /// <summary>The figures' names, in the order of <see cref="Of"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["area_fraction", "extent", "elongation", "solidity", "centre_x", "centre_y"];

    /// <summary>
    /// The part of the picture that the body fills; the part it fills of the box around it; elongation, the square root of the smaller
    /// over the larger principal moment (IBSI 3.1.15, in the plane), 1 for a disc; solidity, the part it fills of its convex hull; and
    /// its centre as a part of the picture's width and height.
    /// </summary>
    public static double[] Of(BodyMask mask)
    {
        double count = 0, sumX = 0, sumY = 0, sumXX = 0, sumYY = 0, sumXY = 0;
        var (left, right, top, bottom) = (mask.Width, -1, mask.Height, -1);
        var corners = new List<(double X, double Y)>();
        for (var y = 0; y < mask.Height; y++)
        {
            var (first, last) = (-1, -1);
            for (var x = 0; x < mask.Width; x++)
            {
                if (!mask.Inside[(y * mask.Width) + x]) continue;
                if (first < 0) first = x;
                last = x;
                count++;
                (sumX, sumY, sumXX, sumYY, sumXY) = (sumX + x, sumY + y, sumXX + ((double)x * x), sumYY + ((double)y * y), sumXY + ((double)x * y));
            }

            if (first < 0) continue;
            (left, right, top, bottom) = (Math.Min(left, first), Math.Max(right, last), Math.Min(top, y), y);
            corners.AddRange([(first, y), (first, y + 1), (last + 1, y), (last + 1, y + 1)]);
        }

        if (count == 0) return [.. Names.Select(_ => double.NaN)];
        var (meanX, meanY) = (sumX / count, sumY / count);
        var (xx, yy, xy) = ((sumXX / count) - (meanX * meanX), (sumYY / count) - (meanY * meanY), (sumXY / count) - (meanX * meanY));
        var root = Math.Sqrt(Math.Max(0, ((xx - yy) * (xx - yy) / 4) + (xy * xy)));
        var (major, minor) = (((xx + yy) / 2) + root, Math.Max(0, ((xx + yy) / 2) - root));
        return
        [
            count / (mask.Width * mask.Height), count / ((right - left + 1) * (bottom - top + 1)), major > 0 ? Math.Sqrt(minor / major) : double.NaN,
            count / HullArea(corners), (meanX + 0.5) / mask.Width, (meanY + 0.5) / mask.Height,
        ];
    }

    // Andrew's monotone chain (1979), and the shoelace formula.
    private static double HullArea(List<(double X, double Y)> points)
    {
        points.Sort();
        var lower = Chain(points);
        points.Reverse();
        List<(double X, double Y)> hull = [.. lower, .. Chain(points)];
        var twice = 0.0;
        for (var i = 0; i < hull.Count; i++)
        {
            var (a, b) = (hull[i], hull[(i + 1) % hull.Count]);
            twice += (a.X * b.Y) - (b.X * a.Y);
        }

        return Math.Abs(twice) / 2;
    }

    private static List<(double X, double Y)> Chain(List<(double X, double Y)> points)
    {
        var chain = new List<(double X, double Y)>();
        foreach (var p in points)
        {
            while (chain.Count > 1 && ((chain[^1].X - chain[^2].X) * (p.Y - chain[^2].Y)) - ((chain[^1].Y - chain[^2].Y) * (p.X - chain[^2].X)) <= 0) chain.RemoveAt(chain.Count - 1);
            chain.Add(p);
        }

        chain.RemoveAt(chain.Count - 1);
        return chain;
    }
}
