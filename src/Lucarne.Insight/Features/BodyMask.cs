using Lucarne.Imaging;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Insight.Features;

/// <summary>The part of a picture that is taken for the body: brighter than Otsu's threshold, the largest piece, its holes filled.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Inside">[H, W].</param>
internal sealed record BodyMask(int Width, int Height, bool[] Inside)
{
    /// <summary>Finds the body in an 8-bit grey picture; all of a picture that is one grey throughout.</summary>
    public static BodyMask Of(Picture grey)
    {
        var samples = grey.Samples8;
        var threshold = Otsu(samples);
        var bright = new byte[samples.Length];
        for (var i = 0; i < bright.Length; i++) bright[i] = samples[i] > threshold ? (byte)1 : (byte)0;
        var geometry = new VolumeGeometry(grey.Width, grey.Height, 1, default, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1));
        var largest = Islands.Find(new(geometry, bright)).KeepLargest().Voxels;
        return new(grey.Width, grey.Height, WithoutHoles(largest, grey.Width, grey.Height));
    }

    /// <summary>The level that parts a histogram into two classes that lie farthest apart (Otsu 1979); −1 where there is one level only.</summary>
    internal static int Otsu(ReadOnlySpan<byte> samples)
    {
        var histogram = new double[256];
        foreach (var value in samples) histogram[value]++;
        double all = samples.Length, sum = 0, below = 0, belowSum = 0, best = 0;
        for (var level = 0; level < 256; level++) sum += level * histogram[level];
        var threshold = -1;
        for (var level = 0; level < 255; level++)
        {
            below += histogram[level];
            belowSum += level * histogram[level];
            if (below == 0 || below == all) continue;
            var apart = (belowSum / below) - ((sum - belowSum) / (all - below));
            var between = below * (all - below) * apart * apart;
            if (between > best) (best, threshold) = (between, level);
        }

        return threshold;
    }

    // What the dark ground reaches from the picture's edge is outside; all else is body.
    private static bool[] WithoutHoles(byte[] mask, int width, int height)
    {
        var inside = new bool[mask.Length];
        Array.Fill(inside, true);
        var open = new Stack<int>();
        void Reach(int x, int y)
        {
            if ((uint)x >= (uint)width || (uint)y >= (uint)height) return;
            var at = (y * width) + x;
            if (mask[at] != 0 || !inside[at]) return;
            inside[at] = false;
            open.Push(at);
        }

        for (var x = 0; x < width; x++)
        {
            Reach(x, 0);
            Reach(x, height - 1);
        }

        for (var y = 0; y < height; y++)
        {
            Reach(0, y);
            Reach(width - 1, y);
        }

        while (open.TryPop(out var at))
        {
            var (x, y) = (at % width, at / width);
            Reach(x - 1, y);
            Reach(x + 1, y);
            Reach(x, y - 1);
            Reach(x, y + 1);
        }

        return inside;
    }
}
