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
        double total = (reach + 1) * (reach + 1);
        for (var pass = 0; pass < 2; pass++)
        {
            var source = pass == 0 ? from : rows;
            var target = pass == 0 ? rows : both;
            for (var y = 0; y < side; y++)
            {
                for (var x = 0; x < side; x++)
                {
                    double sum = 0;
                    for (var d = -reach; d <= reach; d++)
                    {
                        var at = pass == 0 ? (y * side) + ((x + d + side) % side) : ((y + d + side) % side * side) + x;
                        sum += (reach + 1 - Math.Abs(d)) * source[at];
                    }
                    target[(y * side) + x] = sum / total;
                }
            }
        }
        return both;
    }
}
