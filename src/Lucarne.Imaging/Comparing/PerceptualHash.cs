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
    private const int Side = 32, Kept = 8, Frequencies = Kept + 1;

    private static readonly double[] Cosines = CosineTable();

    /// <summary>
    /// The hash of 32 × 32 grey samples, row by row. Of their two-dimensional DCT-II the 8 × 8 lowest frequencies, the constant term left
    /// out and its place taken by the next on the diagonal, one bit each: whether it exceeds their median.
    /// </summary>
    internal static PerceptualHash OfSmall(ReadOnlySpan<byte> small)
    {
        var low = LowFrequencies(small);
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
        var rows = new double[Side * Frequencies];
        for (var y = 0; y < Side; y++)
        {
            for (var u = 0; u < Frequencies; u++)
            {
                double sum = 0;
                for (var x = 0; x < Side; x++)
                    sum += samples[(y * Side) + x] * Cosines[(u * Side) + x];
                rows[(y * Frequencies) + u] = sum;
            }
        }
        var low = new double[Kept * Kept];
        for (var i = 0; i < low.Length; i++)
            low[i] = i == 0 ? At(rows, Kept, Kept) : At(rows, i % Kept, i / Kept);
        return low;
    }

    private static double At(double[] rows, int u, int v)
    {
        double sum = 0;
        for (var y = 0; y < Side; y++)
            sum += rows[(y * Frequencies) + u] * Cosines[(v * Side) + y];
        return sum;
    }

    private static double[] CosineTable()
    {
        var table = new double[Frequencies * Side];
        for (var i = 0; i < table.Length; i++)
            table[i] = Math.Cos(Math.PI * (i / Side) * ((2 * (i % Side)) + 1) / (2 * Side));
        return table;
    }
}
