using Lucarne.Imaging;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Report;

/// <summary>Prepared slices and labels as pictures.</summary>
/// <param name="options">The structures and their colours.</param>
internal sealed class ScanPictures(SegmentationOptions options)
{
    /// <summary>A slice in grey: the window's low bound black, its high one white.</summary>
    public static Picture Scan(ReadOnlySpan<short> stored, int size) => Picture.From8Bit(size, size, 1, Grey(stored));

    /// <summary>Labels in their structures' colours on black.</summary>
    public Picture Labels(ReadOnlySpan<byte> labels, int size)
    {
        var samples = new byte[3 * labels.Length];
        for (var i = 0; i < labels.Length; i++)
            if (labels[i] > 0) Put(samples, i, Colour(labels[i]), 1);
        return Picture.From8Bit(size, size, 3, samples);
    }

    /// <summary>A slice with labels laid over it, and the outlines of others in white where they are given.</summary>
    public Picture Overlay(ReadOnlySpan<short> stored, ReadOnlySpan<byte> labels, double opacity, int size, ReadOnlySpan<byte> outlined = default)
    {
        var grey = Grey(stored);
        var samples = new byte[3 * grey.Length];
        for (var i = 0; i < grey.Length; i++)
        {
            Put(samples, i, new(grey[i], grey[i], grey[i]), 1);
            if (labels[i] > 0) Put(samples, i, Colour(labels[i]), opacity);
            if (!outlined.IsEmpty && IsEdge(outlined, i, size)) Put(samples, i, new(255, 255, 255), 1);
        }

        return Picture.From8Bit(size, size, 3, samples);
    }

    /// <summary>Numbers in [low, high] as grey, for a picture of values that are not stored slices.</summary>
    public static Picture Values(ReadOnlySpan<float> values, int width, int height, double low, double high)
    {
        var samples = new byte[values.Length];
        for (var i = 0; i < samples.Length; i++) samples[i] = (byte)Math.Round(255 * Math.Clamp((values[i] - low) / (high - low), 0, 1));
        return Picture.From8Bit(width, height, 1, samples);
    }

    private static byte[] Grey(ReadOnlySpan<short> stored)
    {
        var samples = new byte[stored.Length];
        for (var i = 0; i < samples.Length; i++) samples[i] = (byte)(stored[i] * 255 / WindowedSlices.Top);
        return samples;
    }

    private static bool IsEdge(ReadOnlySpan<byte> labels, int i, int size)
    {
        var (x, y) = (i % size, i / size);
        return labels[i] > 0 && ((x > 0 && labels[i - 1] != labels[i]) || (y > 0 && labels[i - size] != labels[i])
            || (x < size - 1 && labels[i + 1] != labels[i]) || (y < size - 1 && labels[i + size] != labels[i]));
    }

    private RgbColour Colour(byte label) => options.Structures[label - 1].Colour;

    private static void Put(byte[] samples, int i, RgbColour colour, double opacity)
    {
        var at = 3 * i;
        samples[at] = (byte)Math.Round((samples[at] * (1 - opacity)) + (colour.Red * opacity));
        samples[at + 1] = (byte)Math.Round((samples[at + 1] * (1 - opacity)) + (colour.Green * opacity));
        samples[at + 2] = (byte)Math.Round((samples[at + 2] * (1 - opacity)) + (colour.Blue * opacity));
    }
}
