using System.Buffers.Binary;

namespace Lucarne.Imaging;

/// <summary>
/// The headers of a Windows bitmap: BITMAPFILEHEADER, then BITMAPCOREHEADER (12 bytes) or BITMAPINFOHEADER and its
/// successors (40 to 124 bytes), as "Bitmap Header Types" of the Windows GDI reference lays them out.
/// </summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="TopDown">Whether the first row stored is the top one.</param>
/// <param name="BitsPerPixel">1, 4, 8, 16, 24 or 32.</param>
/// <param name="Compression">0 none, 1 RLE8, 2 RLE4, 3 and 6 bit fields.</param>
/// <param name="PaletteAt">Where the palette begins.</param>
/// <param name="PaletteEntryBytes">3 or 4.</param>
/// <param name="PaletteCount">Colours in the palette.</param>
/// <param name="PixelsAt">Where the pixels begin.</param>
/// <param name="Masks">Red, green, blue and alpha bit fields; zero where there are none.</param>
internal sealed record BmpHeader(
    long Width, long Height, bool TopDown, int BitsPerPixel, int Compression, int PaletteAt, int PaletteEntryBytes, int PaletteCount,
    long PixelsAt, (uint Red, uint Green, uint Blue, uint Alpha) Masks)
{
    internal const int None = 0, Rle8 = 1, Rle4 = 2, BitFields = 3, AlphaBitFields = 6;

    private const int FileHeader = 14;

    internal bool IsPalette => BitsPerPixel <= 8;

    /// <summary>Bytes of a stored row, padded to four.</summary>
    internal long Stride => ((Width * BitsPerPixel) + 31) / 32 * 4;

    internal PictureMode Mode => IsPalette ? PictureMode.Palette : Masks.Alpha != 0 ? PictureMode.Rgba : PictureMode.Rgb;

    internal int BitsPerSample => IsPalette ? BitsPerPixel : BitsPerPixel == 16 ? 5 : 8;

    /// <summary>"BM" alone is two letters of text; a plausible header size must follow.</summary>
    internal static bool IsLikely(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 18 && bytes[0] == 'B' && bytes[1] == 'M' && BinaryPrimitives.ReadUInt32LittleEndian(bytes[14..]) is 12 or 40 or 52 or 56 or 64 or 108 or 124;

    /// <summary>Reads the headers, or says what is wrong with them.</summary>
    internal static (BmpHeader? Header, PictureFault Fault, string Why) Read(ReadOnlySpan<byte> bytes)
    {
        var size = (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes[14..]);
        if (bytes.Length < FileHeader + size)
            return (null, PictureFault.Truncated, "it ends within its header");
        var header = size == 12 ? ReadCore(bytes) : ReadInfo(bytes, size);
        if (header is null)
            return (null, PictureFault.Truncated, "it ends within its header");
        if (header.Width < 0)
            return (null, PictureFault.Corrupt, $"its header gives it {header.Width} columns");
        var known = (header.Compression, header.BitsPerPixel) is (None, 1 or 4 or 8 or 16 or 24 or 32) or (Rle8, 8) or (Rle4, 4) or (BitFields or AlphaBitFields, 16 or 32);
        return known
            ? (header, default, "")
            : (null, PictureFault.Unsupported, $"its bitmap form (compression {header.Compression}, {header.BitsPerPixel} bits) is not one that is read");
    }

    private static BmpHeader ReadCore(ReadOnlySpan<byte> bytes)
    {
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(bytes[24..]);
        return new BmpHeader(
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[20..]), false, bits, None,
            FileHeader + 12, 3, bits <= 8 ? 1 << bits : 0, BinaryPrimitives.ReadUInt32LittleEndian(bytes[10..]), DefaultMasks(bits));
    }

    private static BmpHeader? ReadInfo(ReadOnlySpan<byte> bytes, int size)
    {
        long height = BinaryPrimitives.ReadInt32LittleEndian(bytes[22..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]);
        var compression = BinaryPrimitives.ReadUInt32LittleEndian(bytes[30..]);
        var colours = BinaryPrimitives.ReadUInt32LittleEndian(bytes[46..]);
        var full = bits <= 8 ? 1u << bits : 0;
        // The 40-byte header keeps its masks after itself, the later ones inside.
        var masksAfter = size == 40 ? compression switch { BitFields => 12, AlphaBitFields => 16, _ => 0 } : 0;
        if (bytes.Length < FileHeader + size + masksAfter)
            return null;
        var masks = DefaultMasks(bits);
        if (compression is BitFields or AlphaBitFields)
            masks = (Mask(bytes, 0), Mask(bytes, 4), Mask(bytes, 8), size >= 56 || masksAfter == 16 ? Mask(bytes, 12) : 0);
        return new BmpHeader(
            BinaryPrimitives.ReadInt32LittleEndian(bytes[18..]), Math.Abs(height), height < 0, bits, (int)Math.Min(compression, 99),
            FileHeader + size + masksAfter, 4, (int)(colours == 0 ? full : Math.Min(colours, full)),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[10..]), masks);
    }

    private static uint Mask(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[(FileHeader + 40 + offset)..]);

    /// <summary>Without bit fields 16 bits are 5-5-5 and the fourth byte of 32 means nothing.</summary>
    private static (uint, uint, uint, uint) DefaultMasks(int bits) => bits == 16 ? (0x7C00u, 0x3E0u, 0x1Fu, 0u) : (0xFF0000u, 0xFF00u, 0xFFu, 0u);
}
