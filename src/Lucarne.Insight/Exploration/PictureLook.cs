using Lucarne.Imaging;

namespace Lucarne.Insight.Exploration;

/// <summary>What a first look at a picture measures, and what is left of it for the shortcut test.</summary>
/// <param name="Sharpness">Variance of the Laplacian, the picture reduced to a short side of 256 pixels at most.</param>
/// <param name="Small">Greys in [0, 1], squashed to 32 × 32.</param>
/// <param name="Histogram">The part of its pixels in each of 32 ranges of grey.</param>
/// <param name="Square">Greys, squashed to <see cref="Side"/> × <see cref="Side"/>: what means are taken of.</param>
internal sealed record PictureLook(double Sharpness, float[] Small, float[] Histogram, byte[] Square)
{
    /// <summary>Side of the square that means are taken of.</summary>
    public const int Side = 128;

    /// <summary>Side of the small picture.</summary>
    public const int SmallSide = 32;

    private const int Reduced = 256;
    private const int Bins = 32;
    private const int Ring = 2;
    private const int Corner = 6;

    /// <exception cref="PictureException">The file is no readable picture.</exception>
    public static PictureLook Read(string path, PictureLimits limits) =>
        Of(PictureReader.Read(path, new() { Channels = 1, ReduceToShortSide = Reduced, Limits = limits }));

    public static PictureLook Of(Picture picture)
    {
        var grey = picture.To8Bit().ToGrey();
        var histogram = new float[Bins];
        foreach (var value in grey.Samples8) histogram[value * Bins / 256]++;
        for (var bin = 0; bin < Bins; bin++) histogram[bin] /= grey.Samples8.Length;
        var square = grey.Resize(Side, Side, ResizeKernel.Linear);
        var small = square.Resize(SmallSide, SmallSide, ResizeKernel.Linear).Samples8;
        var values = new float[small.Length];
        for (var i = 0; i < values.Length; i++) values[i] = small[i] / 255f;
        return new(PictureStatistics.Of(grey).Sharpness, values, histogram, square.Samples8.ToArray());
    }

    /// <summary>The small picture's outer ring, two pixels wide, and its corners, six pixels wide: where markers, texts and borders are.</summary>
    public double[] Border()
    {
        var border = new List<double>();
        for (var y = 0; y < SmallSide; y++)
        {
            for (var x = 0; x < SmallSide; x++)
            {
                var (toX, toY) = (Math.Min(x, SmallSide - 1 - x), Math.Min(y, SmallSide - 1 - y));
                if (toX < Ring || toY < Ring || (toX < Corner && toY < Corner)) border.Add(Small[(y * SmallSide) + x]);
            }
        }

        return [.. border];
    }

    /// <summary>The whole picture at 16 × 16.</summary>
    public double[] Thumbnail()
    {
        const int half = SmallSide / 2;
        var thumbnail = new double[half * half];
        for (var y = 0; y < SmallSide; y++)
            for (var x = 0; x < SmallSide; x++) thumbnail[(y / 2 * half) + (x / 2)] += Small[(y * SmallSide) + x] / 4;
        return thumbnail;
    }
}
