namespace Lucarne.Imaging;

/// <summary>A square of Hounsfield values that tissues are laid on one over the other, their edges smooth.</summary>
internal sealed class HounsfieldCanvas(int side)
{
    private readonly double[] values = Filled(side * side, -1000);

    /// <summary>What of the coordinates of blobs is seen, to each side of the middle.</summary>
    private const double View = 0.93;

    /// <summary>A pixel's width in the coordinates of blobs.</summary>
    private double Pixel => 2 * View / side;

    /// <summary>Lays a tissue within a blob, and within <paramref name="inside"/> and outside <paramref name="outside"/> where given.</summary>
    internal void Lay(Blob blob, double hounsfield, Blob? inside = null, Blob? outside = null, double softness = 1.2, double opacity = 1) =>
        Lay(blob, (_, _) => hounsfield, inside, outside, softness, opacity);

    /// <summary>The same with a value that varies over the place.</summary>
    internal void Lay(Blob blob, Func<double, double, double> hounsfield, Blob? inside = null, Blob? outside = null, double softness = 1.2, double opacity = 1)
    {
        int left = ColumnOf(blob.X - blob.Reach), right = ColumnOf(blob.X + blob.Reach), top = ColumnOf(blob.Y - blob.Reach), bottom = ColumnOf(blob.Y + blob.Reach);
        var edge = softness * Pixel;
        for (var row = top; row <= bottom; row++)
        {
            var y = ((row + 0.5) * Pixel) - View;
            for (var column = left; column <= right; column++)
            {
                var x = ((column + 0.5) * Pixel) - View;
                var cover = Cover(blob.Distance(x, y), edge);
                if (cover > 0 && inside is { } i)
                    cover *= Cover(i.Distance(x, y), edge);
                if (cover > 0 && outside is { } o)
                    cover *= 1 - Cover(o.Distance(x, y), edge);
                if (cover > 0)
                    values[(row * side) + column] += opacity * cover * (hounsfield(x, y) - values[(row * side) + column]);
            }
        }
    }

    /// <summary>Adds noise and shows the values through a window: level − width/2 is black, level + width/2 white.</summary>
    internal Picture Develop(double[] noise, double level, double width)
    {
        var samples = new byte[side * side];
        for (var i = 0; i < samples.Length; i++)
        {
            // Air is quiet: photons arrive unhindered.
            var loud = values[i] < -700 ? 0.35 : 1;
            var shown = ((values[i] + (loud * noise[i]) - level) / width) + 0.5;
            samples[i] = (byte)((Math.Clamp(shown, 0, 1) * 255) + 0.5);
        }
        return Picture.Owning(side, side, 1, 8, samples);
    }

    private static double Cover(double distance, double edge) => Math.Clamp(0.5 - (distance / edge), 0, 1);

    private int ColumnOf(double x) => Math.Clamp((int)Math.Floor((x + View) / Pixel), 0, side - 1);

    private static double[] Filled(int count, double value)
    {
        var filled = new double[count];
        Array.Fill(filled, value);
        return filled;
    }
}
