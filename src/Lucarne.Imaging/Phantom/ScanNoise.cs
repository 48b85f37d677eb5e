namespace Lucarne.Imaging;

/// <summary>The grain of a filtered back-projection: noise whose neighbours are alike and whose slow part is missing.</summary>
internal static class ScanNoise
{
    /// <summary>[side × side], mean about 0, the standard deviation asked for.</summary>
    internal static double[] Draw(int side, double standardDeviation, SeededNumbers numbers)
    {
        var white = new double[side * side];
        for (var i = 0; i < white.Length; i++)
            white[i] = numbers.Normal();
        var fine = Smooth(Smooth(white, side, 1), side, 1);
        var slow = Smooth(Smooth(fine, side, 3), side, 3);
        double squares = 0;
        for (var i = 0; i < fine.Length; i++)
        {
            fine[i] -= 0.8 * slow[i];
            squares += fine[i] * fine[i];
        }
        var scale = standardDeviation / Math.Sqrt(squares / fine.Length);
        for (var i = 0; i < fine.Length; i++)
            fine[i] *= scale;
        return fine;
    }

    /// <summary>Each value and its neighbours up to a reach, averaged with triangular weights, along rows and then columns; edges wrap.</summary>
    internal static double[] Smooth(double[] from, int side, int reach)
    {
        var rows = new double[from.Length];
        var both = new double[from.Length];
        for (var y = 0; y < side; y++)
            SmoothLine(from, rows, y * side, 1, side, reach);
        for (var x = 0; x < side; x++)
            SmoothLine(rows, both, x, side, side, reach);
        return both;
    }

    private static void SmoothLine(double[] from, double[] to, int start, int step, int side, int reach)
    {
        Span<double> line = stackalloc double[side + (2 * reach)];
        for (var i = 0; i < line.Length; i++)
            line[i] = from[start + (step * ((i - reach + side) % side))];
        double total = (reach + 1) * (reach + 1);
        for (var i = 0; i < side; i++)
        {
            double sum = 0;
            for (var d = 0; d <= 2 * reach; d++)
                sum += (reach + 1 - Math.Abs(d - reach)) * line[i + d];
            to[start + (step * i)] = sum / total;
        }
    }
}
