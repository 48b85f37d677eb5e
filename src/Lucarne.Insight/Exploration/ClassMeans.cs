using Lucarne.Imaging;

namespace Lucarne.Insight.Exploration;

/// <summary>The mean and the standard deviation, pixel by pixel, of the pictures of each class. Safe to add to from several threads.</summary>
/// <param name="classes">How many classes.</param>
internal sealed class ClassMeans(int classes)
{
    private const int Length = PictureLook.Side * PictureLook.Side;

    private readonly long[][] _sums = [.. Enumerable.Range(0, classes).Select(_ => new long[Length])];
    private readonly long[][] _squares = [.. Enumerable.Range(0, classes).Select(_ => new long[Length])];
    private readonly int[] _counts = new int[classes];

    /// <summary>Adds a picture of a class.</summary>
    /// <param name="label">Its class.</param>
    /// <param name="square">Greys [side, side].</param>
    public void Add(int label, byte[] square)
    {
        var (sums, squares) = (_sums[label], _squares[label]);
        lock (sums)
        {
            _counts[label]++;
            for (var i = 0; i < Length; i++)
            {
                sums[i] += square[i];
                squares[i] += square[i] * square[i];
            }
        }
    }

    /// <summary>The mean picture; null for a class without pictures.</summary>
    public Picture? Mean(int label) => Draw(label, (sum, _, count) => (double)sum / count);

    /// <summary>The standard deviation, two and a half times as bright as it is, so that it shows; null for a class without pictures.</summary>
    public Picture? Deviation(int label) => Draw(label, (sum, square, count) => 2.5 * Math.Sqrt(Math.Max(0, ((double)square / count) - ((double)sum / count * sum / count))));

    private Picture? Draw(int label, Func<long, long, int, double> value)
    {
        if (_counts[label] == 0) return null;
        var samples = new byte[Length];
        for (var i = 0; i < Length; i++) samples[i] = (byte)Math.Clamp(Math.Round(value(_sums[label][i], _squares[label][i], _counts[label])), 0, 255);
        return Picture.From8Bit(PictureLook.Side, PictureLook.Side, 1, samples);
    }
}
