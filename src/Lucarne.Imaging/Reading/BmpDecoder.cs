using System.Buffers.Binary;
using System.Numerics;

namespace Lucarne.Imaging;

/// <summary>
/// Decodes Windows bitmaps here, in memory-safe code, because libvips hands them to a loader that it calls untrusted
/// itself and that not every system has. Uncompressed 1, 4, 8, 16, 24 and 32 bits, bit fields, RLE4 and RLE8.
/// </summary>
internal static class BmpDecoder
{
    /// <summary>Decodes, or answers the fault and why. Grey palettes give one channel; alpha is laid on black.</summary>
    internal static (Picture? Picture, PictureFault Fault, string Why) Decode(ReadOnlySpan<byte> bytes, BmpHeader header)
    {
        int width = (int)header.Width, height = (int)header.Height;
        if (header.PixelsAt > bytes.Length)
            return (null, PictureFault.Truncated, "it ends before its pixels begin");
        var stored = bytes[(int)header.PixelsAt..];
        if (!header.IsPalette)
            return header.Stride * height > stored.Length ? TooShort(header.Stride * height, stored.Length) : (DirectColour(stored, header, width, height), default, "");

        var indices = new byte[(long)width * height];
        if (header.Compression == BmpHeader.None)
        {
            if (header.Stride * height > stored.Length)
                return TooShort(header.Stride * height, stored.Length);
            Unpack(stored, header, indices, width);
        }
        else if (BmpRuns.Expand(stored, header.Compression == BmpHeader.Rle4, indices, width, height) is { } fault)
        {
            return (null, fault, fault == PictureFault.Truncated ? "its runs stop before the last row" : "a run leaves the picture");
        }
        return LookUp(bytes, header, indices, width, height);
    }

    private static (Picture?, PictureFault, string) TooShort(long needed, long found) =>
        (null, PictureFault.Truncated, $"it holds {found} of the {needed} bytes of its pixels");

    private static int RowOf(int stored, BmpHeader header) => header.TopDown ? stored : (int)header.Height - 1 - stored;

    private static void Unpack(ReadOnlySpan<byte> stored, BmpHeader header, byte[] indices, int width)
    {
        int bits = header.BitsPerPixel, perByte = 8 / bits, mask = (1 << bits) - 1;
        for (var row = 0; row < header.Height; row++)
        {
            var from = stored.Slice(checked((int)(row * header.Stride)), (int)header.Stride);
            var to = indices.AsSpan(RowOf(row, header) * width, width);
            for (var x = 0; x < width; x++)
                to[x] = (byte)((from[x / perByte] >> (8 - bits - (x % perByte * bits))) & mask);
        }
    }

    private static (Picture?, PictureFault, string) LookUp(ReadOnlySpan<byte> bytes, BmpHeader header, byte[] indices, int width, int height)
    {
        if (header.PaletteAt + ((long)header.PaletteCount * header.PaletteEntryBytes) > bytes.Length)
            return (null, PictureFault.Truncated, "it ends within its palette");
        Span<byte> palette = stackalloc byte[256 * 3];
        var grey = true;
        for (var i = 0; i < header.PaletteCount; i++)
        {
            var entry = bytes.Slice(header.PaletteAt + (i * header.PaletteEntryBytes), 3);
            (palette[3 * i], palette[(3 * i) + 1], palette[(3 * i) + 2]) = (entry[2], entry[1], entry[0]);
            grey &= entry[0] == entry[1] && entry[1] == entry[2];
        }
        var channels = grey ? 1 : 3;
        var samples = new byte[indices.LongLength * channels];
        for (var i = 0; i < indices.Length; i++)
            palette.Slice(3 * indices[i], channels).CopyTo(samples.AsSpan(i * channels));
        return (Picture.Owning(width, height, channels, 8, samples), default, "");
    }

    private static Picture DirectColour(ReadOnlySpan<byte> stored, BmpHeader header, int width, int height)
    {
        var samples = new byte[3L * width * height];
        var bytesPerPixel = header.BitsPerPixel / 8;
        for (var row = 0; row < height; row++)
        {
            var from = stored.Slice(checked((int)(row * header.Stride)), (int)header.Stride);
            var to = samples.AsSpan(RowOf(row, header) * width * 3, width * 3);
            for (var x = 0; x < width; x++)
                Pixel(from.Slice(x * bytesPerPixel, bytesPerPixel), header.Masks, to.Slice(3 * x, 3));
        }
        return Picture.Owning(width, height, 3, 8, samples);
    }

    private static void Pixel(ReadOnlySpan<byte> from, (uint Red, uint Green, uint Blue, uint Alpha) masks, Span<byte> to)
    {
        if (from.Length == 3)
        {
            (to[0], to[1], to[2]) = (from[2], from[1], from[0]);
            return;
        }
        var pixel = from.Length == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(from) : BinaryPrimitives.ReadUInt32LittleEndian(from);
        (to[0], to[1], to[2]) = (Field(pixel, masks.Red), Field(pixel, masks.Green), Field(pixel, masks.Blue));
        if (masks.Alpha == 0)
            return;
        int alpha = Field(pixel, masks.Alpha);
        for (var c = 0; c < 3; c++)
            to[c] = (byte)(to[c] * alpha / 255);
    }

    /// <summary>A bit field widened to 0…255.</summary>
    private static byte Field(uint pixel, uint mask)
    {
        if (mask == 0)
            return 0;
        var shift = BitOperations.TrailingZeroCount(mask);
        ulong top = mask >> shift;
        return (byte)((((pixel & mask) >> shift) * 255UL + (top / 2)) / top);
    }
}
