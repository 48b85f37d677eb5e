namespace Lucarne.Imaging;

/// <summary>Figures of one picture, from its 8-bit luma; values are 0 to 255.</summary>
/// <param name="Mean">Mean.</param>
/// <param name="StandardDeviation">Of the population (divided by the pixel count).</param>
/// <param name="Minimum">Darkest.</param>
/// <param name="Maximum">Brightest.</param>
/// <param name="Percentile1">The smallest value that at least 1 % of the pixels do not exceed.</param>
/// <param name="Median">The same for 50 %.</param>
/// <param name="Percentile99">The same for 99 %.</param>
/// <param name="Sharpness">
/// Variance of the 4-neighbour Laplacian over inner pixels (Pech-Pacheco et al., ICPR 2000): low where a picture is
/// blurred. 0 where a side is under 3 pixels.
/// </param>
/// <param name="DarkBorder">Fraction of the pixels in the outer tenth of each side that are 10 or darker.</param>
public sealed record PictureStatistics(
    double Mean, double StandardDeviation, int Minimum, int Maximum, int Percentile1, int Median, int Percentile99, double Sharpness, double DarkBorder)
{
    private const int Dark = 10;

    /// <summary>Computes them.</summary>
    public static PictureStatistics Of(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var grey = picture.To8Bit().ToGrey();
        var samples = grey.Samples8;
        var histogram = new long[256];
        foreach (var value in samples)
            histogram[value]++;
        double sum = 0, squares = 0;
        for (var v = 0; v < 256; v++)
        {
            sum += (double)v * histogram[v];
            squares += (double)v * v * histogram[v];
        }
        var mean = sum / samples.Length;
        return new PictureStatistics(
            mean, Math.Sqrt(Math.Max(0, (squares / samples.Length) - (mean * mean))),
            Array.FindIndex(histogram, n => n > 0), Array.FindLastIndex(histogram, n => n > 0),
            Percentile(histogram, samples.Length, 0.01), Percentile(histogram, samples.Length, 0.5), Percentile(histogram, samples.Length, 0.99),
            LaplacianVariance(samples, grey.Width, grey.Height), DarkFraction(samples, grey.Width, grey.Height));
    }

    private static int Percentile(long[] histogram, long count, double fraction)
    {
        long below = 0;
        for (var v = 0; v < 256; v++)
        {
            below += histogram[v];
            if (below >= fraction * count)
                return v;
        }
        return 255;
    }

    private static double LaplacianVariance(ReadOnlySpan<byte> samples, int width, int height)
    {
        if (width < 3 || height < 3)
            return 0;
        double sum = 0, squares = 0;
        for (var y = 1; y < height - 1; y++)
        {
            for (var at = (y * width) + 1; at < ((y + 1) * width) - 1; at++)
            {
                double value = samples[at - 1] + samples[at + 1] + samples[at - width] + samples[at + width] - (4 * samples[at]);
                sum += value;
                squares += value * value;
            }
        }
        var count = (width - 2L) * (height - 2L);
        var mean = sum / count;
        return Math.Max(0, (squares / count) - (mean * mean));
    }

    private static double DarkFraction(ReadOnlySpan<byte> samples, int width, int height)
    {
        int across = Math.Max(1, width / 10), down = Math.Max(1, height / 10);
        long dark = 0, all = 0;
        for (var y = 0; y < height; y++)
        {
            var whole = y < down || y >= height - down;
            for (var x = 0; x < width; x++)
            {
                if (!whole && x >= across && x < width - across)
                    continue;
                all++;
                dark += samples[(y * width) + x] <= Dark ? 1 : 0;
            }
        }
        return (double)dark / all;
    }
}
