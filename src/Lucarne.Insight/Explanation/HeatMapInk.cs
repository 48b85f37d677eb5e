using Lucarne.Imaging;

namespace Lucarne.Insight.Explanation;

/// <summary>Lays a heat map over a picture in viridis: thick where there is much, nothing where there is nothing, so that what lies below stays legible.</summary>
internal static class HeatMapInk
{
    // From half of the largest value on, the ink has its full thickness.
    private const double Full = 0.5;

    private static readonly Rgb[] Colours = [.. Enumerable.Range(0, 256).Select(i => ColourMap.At(i / 255.0))];

    /// <summary>The picture with its map.</summary>
    /// <param name="picture">[H, W, 1 or 3].</param>
    /// <param name="values">[H, W], 0 to 1.</param>
    /// <param name="opacity">Of the ink where it is thickest, 0 to 1.</param>
    public static Picture Lay(Picture picture, ReadOnlySpan<float> values, double opacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(opacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(opacity, 1);
        var below = picture.To8Bit().ToRgb().Samples8;
        var samples = new byte[below.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var colour = Colours[(int)Math.Round(255 * Math.Clamp(values[i], 0f, 1f))];
            var thickness = opacity * Math.Min(1, values[i] / Full);
            var at = 3 * i;
            samples[at] = Mix(below[at], colour.Red, thickness);
            samples[at + 1] = Mix(below[at + 1], colour.Green, thickness);
            samples[at + 2] = Mix(below[at + 2], colour.Blue, thickness);
        }

        return Picture.From8Bit(picture.Width, picture.Height, 3, samples);
    }

    private static byte Mix(byte below, byte ink, double thickness) => (byte)((below * (1 - thickness)) + (ink * thickness) + 0.5);
}
