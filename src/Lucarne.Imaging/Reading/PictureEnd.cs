using System.Buffers.Binary;

namespace Lucarne.Imaging;

/// <summary>Whether a file stops before its format's end, which tells a truncated file from a corrupt one.</summary>
internal static class PictureEnd
{
    internal static bool IsMissing(ReadOnlySpan<byte> bytes, PictureFormat format) => format switch
    {
        PictureFormat.Png => !EndsPng(bytes),
        PictureFormat.Jpeg => bytes.LastIndexOf([(byte)0xFF, (byte)0xD9]) < 0,
        PictureFormat.WebP => bytes.Length < 12 || 8 + (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) > bytes.Length,
        PictureFormat.Gif => bytes.TrimEnd((byte)0) is not [.., 0x3B],
        PictureFormat.Tiff => TiffFields.Of(bytes) is not { } fields || fields.PixelsEnd > bytes.Length,
        _ => false,
    };

    private static bool EndsPng(ReadOnlySpan<byte> bytes)
    {
        long at = 8;
        while (at + 12 <= bytes.Length)
        {
            if (bytes[((int)at + 4)..].StartsWith("IEND"u8))
                return true;
            at += 12L + BinaryPrimitives.ReadUInt32BigEndian(bytes[(int)at..]);
        }
        return false;
    }
}
