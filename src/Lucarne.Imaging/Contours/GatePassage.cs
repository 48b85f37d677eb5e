namespace Lucarne.Imaging.Contours;

/// <summary>
/// Chooses where a contour passes its gates. Two gates that follow each other are sides of the square between four pixel
/// centres, and a straight line between them stays in it: wherever the gates are passed, no centre changes its side, so
/// the contour's mask is the one it was traced from.
/// </summary>
internal static class GatePassage
{
    /// <summary>Closer to a centre than this a contour does not come, so that coordinates may be rounded when they are written.</summary>
    private const double Margin = 0.1;

    /// <summary>What dropping points may move the contour, in pixels.</summary>
    private const double Tolerance = 0.25;

    private const int Rounds = 20;

    /// <summary>Taubin's two steps (Curve and surface smoothing without shrinkage, ICCV 1995): inwards, and out again a little farther.</summary>
    private const double StepIn = 0.6307, StepOut = -0.6732;

    /// <summary>Half way through every gate: edges along rows, along columns and in diagonals.</summary>
    internal static double[] Midway(List<Gate> gates) => [.. gates.Select(_ => 0.5)];

    /// <summary>Smoothed without shrinking, within the gates, as constrained surface nets are (Gibson, MICCAI 1998).</summary>
    internal static double[] Smooth(List<Gate> gates)
    {
        var passages = Midway(gates);
        var next = new double[passages.Length];
        for (var round = 0; round < 2 * Rounds; round++)
        {
            Relax(gates, passages, next, round % 2 == 0 ? StepIn : StepOut);
            (passages, next) = (next, passages);
        }

        return passages;
    }

    /// <summary>
    /// The corners that are left when those on a straight line are dropped: from each, the farthest that a line reaches
    /// through all gates between, near where they were passed.
    /// </summary>
    internal static List<(double X, double Y)> Corners(List<Gate> gates, double[] passages, bool isSmooth)
    {
        var tolerance = isSmooth ? Tolerance : 1e-6;
        var corners = new List<(double X, double Y)>();
        for (var from = 0; from < gates.Count;)
        {
            corners.Add(gates[from].At(passages[from]));
            from = Farthest(gates, passages, from, tolerance);
        }

        return corners.Count >= 3 ? corners : [.. gates.Select((gate, at) => gate.At(passages[at]))];
    }

    private static void Relax(List<Gate> gates, double[] from, double[] to, double step)
    {
        var count = gates.Count;
        var (before, here) = (gates[count - 1].At(from[count - 1]), gates[0].At(from[0]));
        for (var at = 0; at < count; at++)
        {
            var following = at + 1 < count ? at + 1 : 0;
            var after = gates[following].At(from[following]);
            var pull = (gates[at].OutX * (((before.X + after.X) / 2) - here.X)) + (gates[at].OutY * (((before.Y + after.Y) / 2) - here.Y));
            to[at] = Math.Clamp(from[at] + (step * pull), Margin, 1 - Margin);
            (before, here) = (here, after);
        }
    }

    /// <summary>The farthest corner that can be seen from one through every gate between.</summary>
    private static int Farthest(List<Gate> gates, double[] passages, int from, double tolerance)
    {
        var eye = gates[from].At(passages[from]);
        var reached = from + 1;
        (double X, double Y) leftmost = default, rightmost = default;
        for (var at = from + 1; at <= gates.Count; at++)
        {
            var (gate, passage) = (gates[at % gates.Count], passages[at % gates.Count]);
            if (at > from + 1)
            {
                var target = Towards(eye, gate.At(passage));
                if (Cross(leftmost, target) < 0 || Cross(target, rightmost) < 0)
                    return reached;
                reached = at;
            }

            // Outside lies to the right of the way, and a turn to the right has a positive cross product.
            var left = Towards(eye, gate.At(Math.Max(Margin, passage - tolerance)));
            var right = Towards(eye, gate.At(Math.Min(1 - Margin, passage + tolerance)));
            leftmost = at == from + 1 || Cross(leftmost, left) > 0 ? left : leftmost;
            rightmost = at == from + 1 || Cross(right, rightmost) > 0 ? right : rightmost;
            if (Cross(leftmost, rightmost) < 0)
                return reached;
        }

        return reached;
    }

    private static (double X, double Y) Towards((double X, double Y) from, (double X, double Y) to) => (to.X - from.X, to.Y - from.Y);

    private static double Cross((double X, double Y) a, (double X, double Y) b) => (a.X * b.Y) - (a.Y * b.X);
}
