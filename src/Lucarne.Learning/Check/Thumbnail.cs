using Lucarne.Imaging;

namespace Lucarne.Learning.Check;

/// <summary>The luma of a picture at 32 × 32: each value is the mean over the area it covers, parts of pixels counted by their part.</summary>
internal static class Thumbnail
{
    public const int Side = 32;

    /// <summary>The thumbnail as a picture of 8-bit grey.</summary>
    public static Picture Of(Picture picture)
    {
        var grey = picture.To8Bit().ToGrey();
        var samples = grey.Samples8;
        var columns = Shares(grey.Width);
        var rows = Shares(grey.Height);
        var line = new float[Side];
        var sums = new float[Side * Side];
        for (var y = 0; y < grey.Height; y++)
        {
            ReduceRow(samples.Slice(y * grey.Width, grey.Width), columns, line);
            foreach (var (at, share) in rows[y])
            {
                for (var x = 0; x < Side; x++) sums[(at * Side) + x] += line[x] * share;
            }
        }

        return Picture.From8Bit(Side, Side, 1, Array.ConvertAll(sums, sum => (byte)Math.Clamp(MathF.Round(sum), 0, 255)));
    }

    /// <summary>The values with their mean taken away, at norm 1, so that a product of two is their correlation; all zero for an even
    /// thumbnail.</summary>
    public static float[] Standardised(Picture thumbnail)
    {
        var samples = thumbnail.Samples8;
        double mean = 0, squares = 0;
        foreach (var value in samples) mean += value;
        mean /= samples.Length;
        foreach (var value in samples) squares += (value - mean) * (value - mean);
        var norm = Math.Sqrt(squares);
        var values = new float[samples.Length];
        // Below a tenth of a grey level nothing is left but rounding, and a correlation would be noise.
        if (norm < 0.1 * Side) return values;
        for (var i = 0; i < values.Length; i++) values[i] = (float)((samples[i] - mean) / norm);
        return values;
    }

    private static void ReduceRow(ReadOnlySpan<byte> row, (int At, float Share)[][] columns, float[] line)
    {
        Array.Clear(line);
        for (var x = 0; x < row.Length; x++)
        {
            foreach (var (at, share) in columns[x]) line[at] += row[x] * share;
        }
    }

    /// <summary>For each of <paramref name="length"/> pixels, the cells that it lies in and the part of the cell that it makes up.</summary>
    private static (int At, float Share)[][] Shares(int length)
    {
        var scale = (double)Side / length;
        var shares = new (int, float)[length][];
        for (var i = 0; i < length; i++)
        {
            var (from, to) = (i * scale, (i + 1) * scale);
            var last = Math.Min(Side - 1, (int)Math.Ceiling(to - 1e-9) - 1);
            var first = Math.Min(last, (int)(from + 1e-9));
            shares[i] = new (int, float)[last - first + 1];
            for (var cell = first; cell <= last; cell++)
                shares[i][cell - first] = (cell, (float)(Math.Min(to, cell + 1) - Math.Max(from, cell)));
        }

        return shares;
    }
}
