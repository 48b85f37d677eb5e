using System.Runtime.InteropServices;

namespace Lucarne.Imaging;

/// <summary>
/// A decoded picture: samples interleaved row by row, [H, W, C], of 8 or 16 bits, grey (C = 1) or RGB (C = 3). It never
/// changes; every operation answers a new picture (or the same one where there is nothing to do).
/// </summary>
public sealed class Picture
{
    private readonly byte[] samples;

    private Picture(int width, int height, int channels, int bitDepth, byte[] samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (channels is not (1 or 3))
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "A picture has 1 channel (grey) or 3 (RGB).");
        var expected = (long)width * height * channels * (bitDepth / 8);
        if (samples.LongLength != expected)
            throw new ArgumentException($"{width}×{height}×{channels} at {bitDepth} bits needs {expected} bytes, not {samples.LongLength}.", nameof(samples));
        (Width, Height, Channels, BitDepth, this.samples) = (width, height, channels, bitDepth, samples);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>1 (grey) or 3 (RGB).</summary>
    public int Channels { get; }

    /// <summary>Bits of a sample: 8 or 16.</summary>
    public int BitDepth { get; }

    /// <summary>The largest value a sample can have: 255 or 65535.</summary>
    public int MaxValue => BitDepth == 8 ? byte.MaxValue : ushort.MaxValue;

    /// <summary>The shorter of width and height.</summary>
    public int ShortSide => Math.Min(Width, Height);

    /// <summary>The samples as bytes: one each at 8 bits, two each in the machine's byte order at 16.</summary>
    public ReadOnlySpan<byte> Raw => samples;

    /// <summary>The 8-bit samples, [H, W, C].</summary>
    /// <exception cref="InvalidOperationException">The picture has 16-bit samples.</exception>
    public ReadOnlySpan<byte> Samples8 => BitDepth == 8 ? samples : throw new InvalidOperationException("The picture has 16-bit samples: read Samples16, or call To8Bit first.");

    /// <summary>The 16-bit samples, [H, W, C].</summary>
    /// <exception cref="InvalidOperationException">The picture has 8-bit samples.</exception>
    public ReadOnlySpan<ushort> Samples16 => BitDepth == 16 ? MemoryMarshal.Cast<byte, ushort>(samples) : throw new InvalidOperationException("The picture has 8-bit samples: read Samples8.");

    /// <summary>The sample at a row, a column and a channel.</summary>
    public int this[int row, int column, int channel = 0]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Width, nameof(column));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)channel, (uint)Channels, nameof(channel));
            var at = ((row * Width) + column) * Channels + channel;
            return BitDepth == 8 ? samples[at] : Samples16[at];
        }
    }

    /// <summary>A picture of 8-bit samples [H, W, C], copied.</summary>
    /// <exception cref="ArgumentException">The count of samples is not height × width × channels.</exception>
    public static Picture From8Bit(int width, int height, int channels, ReadOnlySpan<byte> samples) => new(width, height, channels, 8, samples.ToArray());

    /// <summary>
    /// The luma of ITU-R BT.601 in the integers that Pillow's <c>convert("L")</c> uses:
    /// L = (19595 R + 38470 G + 7471 B + 32768) / 65536, rounded down.
    /// </summary>
    public Picture ToGrey() => Channels == 1 ? this : PictureChannels.ToGrey(this);

    /// <summary>Three equal channels where the picture is grey.</summary>
    public Picture ToRgb() => Channels == 3 ? this : PictureChannels.ToRgb(this);

    /// <summary>16-bit samples to 8: v / 257, rounded to the nearest, so that 65535 becomes 255.</summary>
    public Picture To8Bit() => BitDepth == 8 ? this : PictureChannels.To8Bit(this);

    /// <summary>A picture that owns the samples it is given.</summary>
    internal static Picture Owning(int width, int height, int channels, int bitDepth, byte[] samples) => new(width, height, channels, bitDepth, samples);
}
