using Lucarne.Imaging;

namespace Lucarne.Insight.Certainty;

/// <summary>How colourful a picture is.</summary>
internal static class Colourfulness
{
    /// <summary>The mean over pixels of the largest less the smallest of red, green and blue, 0 (grey) to 1.</summary>
    public static double Of(Picture picture)
    {
        if (picture.Channels == 1) return 0;
        var samples = picture.To8Bit().Samples8;
        var sum = 0L;
        for (var i = 0; i < samples.Length; i += 3)
        {
            var (red, green, blue) = (samples[i], samples[i + 1], samples[i + 2]);
            sum += Math.Max(red, Math.Max(green, blue)) - Math.Min(red, Math.Min(green, blue));
        }

        return sum / (255.0 * picture.Width * picture.Height);
    }
}
