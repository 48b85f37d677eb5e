namespace Lucarne.Insight.Exploration;

/// <summary>Minimises a smooth convex function (L-BFGS, Liu and Nocedal 1989), with a step halved until it lowers the value enough (Armijo).</summary>
internal static class LimitedMemoryBfgs
{
    private const int Memory = 10;
    private const double Enough = 1e-4;
    private const int MostHalvings = 40;

    /// <summary>The place where no entry of the slope exceeds <paramref name="tolerance"/>, or where it was given up.</summary>
    /// <param name="at">Where it begins; changed.</param>
    /// <param name="function">The value at a place; writes the slope there.</param>
    /// <param name="tolerance">How flat is flat.</param>
    /// <param name="most">The most steps.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static double[] Minimise(double[] at, Func<double[], double[], double> function, double tolerance, int most, CancellationToken cancellation)
    {
        var slope = new double[at.Length];
        var value = function(at, slope);
        var history = new List<(double[] Step, double[] Change, double Product)>();
        for (var iteration = 0; iteration < most && slope.Max(Math.Abs) > tolerance; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            var direction = Direction(slope, history);
            var descent = Product(direction, slope);
            // The first step has no curvature to go by: it is kept short.
            var length = history.Count == 0 ? Math.Min(1, 1 / slope.Sum(Math.Abs)) : 1.0;
            var (next, nextSlope, nextValue) = (new double[at.Length], new double[at.Length], value);
            var halvings = 0;
            for (; halvings < MostHalvings; halvings++, length /= 2)
            {
                for (var i = 0; i < at.Length; i++) next[i] = at[i] + (length * direction[i]);
                nextValue = function(next, nextSlope);
                if (nextValue <= value + (Enough * length * descent)) break;
            }

            if (halvings == MostHalvings) return at;
            double[] step = [.. next.Zip(at, (a, b) => a - b)];
            double[] change = [.. nextSlope.Zip(slope, (a, b) => a - b)];
            var product = Product(step, change);
            if (product > 1e-12) history.Add((step, change, product));
            if (history.Count > Memory) history.RemoveAt(0);
            (at, slope, value) = (next, nextSlope, nextValue);
        }

        return at;
    }

    private static double[] Direction(double[] slope, List<(double[] Step, double[] Change, double Product)> history)
    {
        double[] direction = [.. slope.Select(value => -value)];
        var weights = new double[history.Count];
        for (var h = history.Count - 1; h >= 0; h--)
        {
            weights[h] = Product(history[h].Step, direction) / history[h].Product;
            Add(direction, history[h].Change, -weights[h]);
        }

        if (history.Count > 0)
        {
            var scale = history[^1].Product / Product(history[^1].Change, history[^1].Change);
            for (var i = 0; i < direction.Length; i++) direction[i] *= scale;
        }

        for (var h = 0; h < history.Count; h++)
        {
            var weight = Product(history[h].Change, direction) / history[h].Product;
            Add(direction, history[h].Step, weights[h] - weight);
        }

        return direction;
    }

    private static void Add(double[] to, double[] what, double times)
    {
        for (var i = 0; i < to.Length; i++) to[i] += times * what[i];
    }

    private static double Product(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
