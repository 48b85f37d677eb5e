namespace Lucarne.Imaging;

/// <summary>A colour of 8 bits a channel.</summary>
public readonly record struct Rgb(byte Red, byte Green, byte Blue);

/// <summary>An RGB surface that is drawn on and then becomes a picture.</summary>
internal sealed class Canvas
{
    private readonly byte[] samples;
    private readonly int width, height;

    internal Canvas(int width, int height, Rgb background)
    {
        (this.width, this.height) = (width, height);
        samples = new byte[3L * width * height];
        Fill(new PixelBox(0, 0, width, height), background);
    }

    internal void Fill(PixelBox box, Rgb colour)
    {
        for (var y = Math.Max(0, box.Top); y < Math.Min(height, box.Top + box.Height); y++)
        {
            for (var x = Math.Max(0, box.Left); x < Math.Min(width, box.Left + box.Width); x++)
                Put(x, y, colour);
        }
    }

    internal void Frame(PixelBox box, int thickness, Rgb colour)
    {
        Fill(new PixelBox(box.Left, box.Top, box.Width, thickness), colour);
        Fill(new PixelBox(box.Left, box.Top + box.Height - thickness, box.Width, thickness), colour);
        Fill(new PixelBox(box.Left, box.Top, thickness, box.Height), colour);
        Fill(new PixelBox(box.Left + box.Width - thickness, box.Top, thickness, box.Height), colour);
    }

    internal void Draw(Picture picture, int left, int top)
    {
        var rgb = picture.To8Bit().ToRgb();
        for (var y = Math.Max(0, -top); y < Math.Min(rgb.Height, height - top); y++)
        {
            for (var x = Math.Max(0, -left); x < Math.Min(rgb.Width, width - left); x++)
                rgb.Samples8.Slice(3 * ((y * rgb.Width) + x), 3).CopyTo(samples.AsSpan(3 * (((top + y) * width) + left + x)));
        }
    }

    /// <summary>Lays ink where the coverage is, clipped to the surface.</summary>
    internal void Ink(Picture? coverage, int left, int top, Rgb colour)
    {
        if (coverage is null)
            return;
        for (var y = Math.Max(0, -top); y < Math.Min(coverage.Height, height - top); y++)
        {
            for (var x = Math.Max(0, -left); x < Math.Min(coverage.Width, width - left); x++)
                Blend(left + x, top + y, colour, coverage[y, x]);
        }
    }

    internal Picture ToPicture() => Picture.From8Bit(width, height, 3, samples);

    private void Put(int x, int y, Rgb colour)
    {
        var at = 3 * ((y * width) + x);
        (samples[at], samples[at + 1], samples[at + 2]) = (colour.Red, colour.Green, colour.Blue);
    }

    private void Blend(int x, int y, Rgb colour, int alpha)
    {
        var at = 3 * ((y * width) + x);
        samples[at] = Mix(samples[at], colour.Red, alpha);
        samples[at + 1] = Mix(samples[at + 1], colour.Green, alpha);
        samples[at + 2] = Mix(samples[at + 2], colour.Blue, alpha);
    }

    private static byte Mix(int under, int over, int alpha) => (byte)(((under * (255 - alpha)) + (over * alpha) + 127) / 255);
}
