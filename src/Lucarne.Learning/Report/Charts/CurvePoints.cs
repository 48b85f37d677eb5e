namespace Lucarne.Learning.Report.Charts;

/// <summary>Thins curves to what can be seen, so that a page with thousands of test pictures stays small.</summary>
internal static class CurvePoints
{
    /// <summary>Leaves out points on a straight horizontal or vertical run between their neighbours.</summary>
    public static List<(double X, double Y)> Corners(IEnumerable<(double X, double Y)> points)
    {
        var kept = new List<(double X, double Y)>();
        foreach (var point in points)
        {
            if (kept.Count >= 2 && OnOneLine(kept[^2], kept[^1], point)) kept[^1] = point;
            else kept.Add(point);
        }
        return kept;
    }

    /// <summary>Four decimals: a tenth of a pixel at print size.</summary>
    public static double Short(double fraction) => Math.Round(fraction, 4);

    private static bool OnOneLine((double X, double Y) a, (double X, double Y) b, (double X, double Y) c) =>
        (a.X == b.X && b.X == c.X) || (a.Y == b.Y && b.Y == c.Y);
}
