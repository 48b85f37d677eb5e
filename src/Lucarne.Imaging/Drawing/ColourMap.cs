namespace Lucarne.Imaging;

/// <summary>
/// Viridis (van der Walt and Smith, 2015): even in lightness, legible to colour-blind eyes and in grey print. Computed by
/// Zucker's polynomial of sixth degree, within a few units of the original table.
/// </summary>
public static class ColourMap
{
    private static readonly double[][] Coefficients =
    [
        [0.2777273272234177, 0.1050930431085774, -0.3308618287255563, -4.634230498983486, 6.228269936347081, 4.776384997670288, -5.435455855934631],
        [0.005407344544966578, 1.404613529898575, 0.214847559468213, -5.799100973351585, 14.17993336680509, -13.74514537774601, 4.645852612178535],
        [0.3340998053353061, 1.384590162594685, 0.09509516302823659, -19.33244095627987, 56.69055260068105, -65.35303263337234, 26.3124352495832],
    ];

    /// <summary>The colour of a value from 0 (dark violet) to 1 (yellow); values beyond are clamped, not-a-number counts as 0.</summary>
    public static Rgb At(double value)
    {
        value = double.IsNaN(value) ? 0 : Math.Clamp(value, 0, 1);
        return new Rgb(Channel(0, value), Channel(1, value), Channel(2, value));
    }

    private static byte Channel(int channel, double value)
    {
        var sum = 0.0;
        for (var i = 6; i >= 0; i--)
            sum = (sum * value) + Coefficients[channel][i];
        return (byte)Math.Round(Math.Clamp(sum, 0, 1) * 255);
    }
}
