namespace Lucarne.Server.Predict;

/// <summary>What a file is by its first bytes; its name and the request's content type say nothing that can be trusted.</summary>
internal static class PictureContent
{
    /// <summary>The formats, as a person reads them.</summary>
    public const string Formats = "PNG, JPEG, TIFF, BMP, WebP or GIF";

    private const int LongestSignature = 12;

    /// <summary>Whether the content begins as a picture does.</summary>
    public static bool IsPicture(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < LongestSignature) return false;
        return IsPng(bytes) || bytes is [0xFF, 0xD8, 0xFF, ..]
            || bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8) || bytes.StartsWith("II+\0"u8) || bytes.StartsWith("MM\0+"u8)
            || bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8) || bytes.StartsWith("BM"u8)
            || (bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8));
    }

    private static bool IsPng(ReadOnlySpan<byte> bytes) => bytes[0] == 0x89 && bytes[1..].StartsWith("PNG\r\n\u001a\n"u8);
}
