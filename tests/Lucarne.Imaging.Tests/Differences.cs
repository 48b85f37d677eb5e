namespace Lucarne.Imaging.Tests;

internal static class Differences
{
    /// <summary>Whether both have the same size, channels, depth and samples.</summary>
    internal static bool HasSamePixels(this Picture a, Picture b) =>
        (a.Width, a.Height, a.Channels, a.BitDepth) == (b.Width, b.Height, b.Channels, b.BitDepth) && a.Raw.SequenceEqual(b.Raw);

    /// <summary>Mean absolute difference of two pictures of one shape.</summary>
    internal static double Mean(Picture a, Picture b)
    {
        Assert.Equal((a.Width, a.Height, a.Channels), (b.Width, b.Height, b.Channels));
        double sum = 0;
        for (var i = 0; i < a.Samples8.Length; i++)
            sum += Math.Abs(a.Samples8[i] - b.Samples8[i]);
        return sum / a.Samples8.Length;
    }
}
