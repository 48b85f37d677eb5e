using System.Buffers.Binary;

namespace Lucarne.Imaging;

/// <summary>What a file's own header fields say, which the decoder's view (palette looked up, bits widened) no longer shows.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="BitsPerSample">As stored.</param>
/// <param name="Mode">As stored; null where only the decoder can tell.</param>
internal sealed record StoredForm(long Width, long Height, int BitsPerSample, PictureMode? Mode)
{
    /// <summary>Reads it, or null where the fields are not where they should be.</summary>
    internal static StoredForm? Of(ReadOnlySpan<byte> bytes, PictureFormat format) => format switch
    {
        PictureFormat.Png => OfPng(bytes),
        PictureFormat.Jpeg => OfJpeg(bytes),
        PictureFormat.Tiff => TiffFields.Of(bytes)?.Form,
        PictureFormat.Gif when bytes.Length >= 13 => new StoredForm(
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]), 8, PictureMode.Palette),
        PictureFormat.WebP => OfWebP(bytes),
        _ => null,
    };

    private static StoredForm? OfPng(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 33 || !bytes[12..].StartsWith("IHDR"u8))
            return null;
        int bits = bytes[24];
        PictureMode? mode = bytes[25] switch
        {
            0 => bits == 1 ? PictureMode.OneBit : PictureMode.L,
            2 => PictureMode.Rgb,
            3 => PictureMode.Palette,
            4 => PictureMode.LA,
            6 => PictureMode.Rgba,
            _ => null,
        };
        return new StoredForm(BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]), bits, mode);
    }

    /// <summary>The first frame header (SOF0 to SOF15 but for the three that are none).</summary>
    private static StoredForm? OfJpeg(ReadOnlySpan<byte> bytes)
    {
        var at = 2;
        while (at + 4 <= bytes.Length)
        {
            if (bytes[at] != 0xFF)
                return null;
            var marker = bytes[at + 1];
            if (marker is 0xFF or 0x01 or (>= 0xD0 and <= 0xD8))
            {
                at += marker == 0xFF ? 1 : 2;
                continue;
            }
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return at + 10 > bytes.Length ? null : FrameHeader(bytes[(at + 4)..]);
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        }
        return null;
    }

    private static StoredForm FrameHeader(ReadOnlySpan<byte> frame) => new(
        BinaryPrimitives.ReadUInt16BigEndian(frame[3..]), BinaryPrimitives.ReadUInt16BigEndian(frame[1..]), frame[0],
        frame[5] switch { 1 => PictureMode.L, 3 => PictureMode.Rgb, 4 => PictureMode.Cmyk, _ => null });

    /// <summary>A lossy frame can say 0 × 0; the other forms cannot.</summary>
    private static StoredForm? OfWebP(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 30 && bytes[12..].StartsWith("VP8 "u8)
            ? new StoredForm(BinaryPrimitives.ReadUInt16LittleEndian(bytes[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]) & 0x3FFF, 8, PictureMode.Rgb)
            : null;
}
