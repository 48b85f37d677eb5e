using System.Numerics;
using System.Runtime.InteropServices;

namespace Lucarne.Imaging;

/// <summary>
/// What is left of a picture at 32 × 32, for telling near copies from pictures that are merely alike: the perceptual
/// hash finds candidates quickly, the thumbprints' correlation confirms them. Radiographs of two people often lie within
/// a few bits of each other; their thumbprints do not correlate as copies do.
/// </summary>
public sealed class Thumbprint
{
    private const int Side = 32;

    private readonly float[] values;

    private Thumbprint(PerceptualHash hash, float[] values) => (Hash, this.values) = (hash, values);

    /// <summary>The picture's perceptual hash.</summary>
    public PerceptualHash Hash { get; }

    /// <summary>Computes hash and thumbprint; size, depth, colour, brightness and contrast hardly matter.</summary>
    public static Thumbprint Of(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var small = picture.To8Bit().ToGrey().Resize(Side, Side, ResizeKernel.Linear).Samples8;
        double mean = 0, squares = 0;
        foreach (var value in small)
            mean += value;
        mean /= small.Length;
        foreach (var value in small)
            squares += (value - mean) * (value - mean);
        var values = new float[small.Length];
        // An even picture has no shape that could correlate; its thumbprint stays zero.
        var scale = squares < 1e-9 ? 0 : 1 / Math.Sqrt(squares);
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)((small[i] - mean) * scale);
        return new Thumbprint(PerceptualHash.OfSmall(small), values);
    }

    /// <summary>Pearson's correlation of the two thumbprints, −1 to 1; 0 where a picture is even throughout.</summary>
    public double Correlation(Thumbprint other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ReadOnlySpan<Vector<float>> mine = MemoryMarshal.Cast<float, Vector<float>>(values), theirs = MemoryMarshal.Cast<float, Vector<float>>(other.values);
        var sum = Vector<float>.Zero;
        for (var i = 0; i < mine.Length; i++)
            sum += mine[i] * theirs[i];
        return Math.Clamp(Vector.Sum(sum), -1, 1);
    }

    /// <summary>
    /// Whether two pictures are copies of one, resized, re-encoded, brightened, or neighbouring slices that are all but
    /// equal. A mirrored picture is no copy.
    /// </summary>
    /// <param name="other">The other picture's.</param>
    /// <param name="distance">Most bits in which the hashes of copies differ.</param>
    /// <param name="correlation">Least correlation of copies.</param>
    public bool IsCopyOf(Thumbprint other, int distance, double correlation)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Hash.HammingDistance(other.Hash) <= distance && Correlation(other) >= correlation;
    }
}
