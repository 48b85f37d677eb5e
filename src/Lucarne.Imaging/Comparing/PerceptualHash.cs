using System.Globalization;
using System.Numerics;

namespace Lucarne.Imaging;

/// <summary>
/// 64 bits that stay almost the same when a picture is resized, re-encoded or made a little brighter: the signs of the
/// lowest frequencies (Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010, the DCT hash).
/// </summary>
/// <param name="Bits">The hash.</param>
public readonly record struct PerceptualHash(ulong Bits)
{
    /// <summary>Bits that may differ between two copies of one picture.</summary>
    public const int NearDuplicateDistance = 4;

    private const int Side = 32, Kept = 8;

    /// <summary>
    /// The luma resized to 32 × 32; its two-dimensional DCT-II; of the 8 × 8 lowest frequencies, the constant term left
    /// out and its place taken by the next on the diagonal, one bit each: whether it exceeds their median.
    /// </summary>
    public static PerceptualHash Of(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var small = picture.To8Bit().ToGrey().Resize(Side, Side, ResizeKernel.Linear);
        var low = LowFrequencies(small.Samples8);
        var sorted = (double[])low.Clone();
        Array.Sort(sorted);
        var median = (sorted[31] + sorted[32]) / 2;
        ulong bits = 0;
        for (var i = 0; i < 64; i++)
            bits |= low[i] > median ? 1UL << i : 0;
        return new PerceptualHash(bits);
    }

    /// <summary>How many of the 64 bits differ.</summary>
    public int HammingDistance(PerceptualHash other) => BitOperations.PopCount(Bits ^ other.Bits);

    /// <summary>Sixteen hexadecimal digits.</summary>
    public override string ToString() => Bits.ToString("x16", CultureInfo.InvariantCulture);

    private static double[] LowFrequencies(ReadOnlySpan<byte> samples)
    {
        const int frequencies = Kept + 1;
        var rows = new double[Side * frequencies];
        for (var y = 0; y < Side; y++)
        {
            for (var u = 0; u < frequencies; u++)
            {
                double sum = 0;
                for (var x = 0; x < Side; x++)
                    sum += samples[(y * Side) + x] * Math.Cos(Math.PI * u * ((2 * x) + 1) / (2 * Side));
                rows[(y * frequencies) + u] = sum;
            }
        }
        double At(int u, int v)
        {
            double sum = 0;
            for (var y = 0; y < Side; y++)
                sum += rows[(y * frequencies) + u] * Math.Cos(Math.PI * v * ((2 * y) + 1) / (2 * Side));
            return sum;
        }
        var low = new double[Kept * Kept];
        for (var v = 0; v < Kept; v++)
        {
            for (var u = 0; u < Kept; u++)
                low[(v * Kept) + u] = u == 0 && v == 0 ? At(Kept, Kept) : At(u, v);
        }
        return low;
    }
}
