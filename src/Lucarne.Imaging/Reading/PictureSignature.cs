namespace Lucarne.Imaging;

/// <summary>Which format a file's content and a file's name say.</summary>
internal static class PictureSignature
{
    internal static PictureFormat? Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 8 && bytes[0] == 0x89 && bytes[1..].StartsWith("PNG\r\n\u001a\n"u8))
            return PictureFormat.Png;
        if (bytes.Length >= 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF)
            return PictureFormat.Jpeg;
        if (bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8) || bytes.StartsWith("II+\0"u8) || bytes.StartsWith("MM\0+"u8))
            return PictureFormat.Tiff;
        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8))
            return PictureFormat.Gif;
        if (bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8))
            return PictureFormat.WebP;
        return BmpHeader.IsLikely(bytes) ? PictureFormat.Bmp : null;
    }

    /// <summary>Whether a name's extension is not one of the format's. A name without extension says nothing.</summary>
    internal static bool Disagrees(string name, PictureFormat format)
    {
        var extension = Path.GetExtension(name).ToUpperInvariant();
        return extension.Length > 1 && extension switch
        {
            ".PNG" => format != PictureFormat.Png,
            ".JPG" or ".JPEG" or ".JPE" or ".JFIF" => format != PictureFormat.Jpeg,
            ".TIF" or ".TIFF" => format != PictureFormat.Tiff,
            ".BMP" or ".DIB" => format != PictureFormat.Bmp,
            ".WEBP" => format != PictureFormat.WebP,
            ".GIF" => format != PictureFormat.Gif,
            _ => true,
        };
    }

    /// <summary>The name by which the native library knows a format's loader; BMP is decoded here.</summary>
    internal static string LoaderOf(PictureFormat format) => format switch
    {
        PictureFormat.Png => "png",
        PictureFormat.Jpeg => "jpeg",
        PictureFormat.Tiff => "tiff",
        PictureFormat.WebP => "webp",
        PictureFormat.Gif => "gif",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No native loader."),
    };
}
