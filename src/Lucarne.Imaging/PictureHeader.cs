namespace Lucarne.Imaging;

/// <summary>The file formats that are read.</summary>
public enum PictureFormat
{
    /// <summary>Portable Network Graphics.</summary>
    Png,
    /// <summary>JPEG, baseline or progressive.</summary>
    Jpeg,
    /// <summary>TIFF; of several pages, the first.</summary>
    Tiff,
    /// <summary>Windows bitmap.</summary>
    Bmp,
    /// <summary>WebP, lossy or lossless; of an animation, the first frame.</summary>
    WebP,
    /// <summary>GIF; of an animation, the first frame.</summary>
    Gif,
}

/// <summary>How a file stores its pixels.</summary>
public enum PictureMode
{
    /// <summary>Black and white, one bit a pixel.</summary>
    OneBit,
    /// <summary>Grey.</summary>
    L,
    /// <summary>Grey with alpha.</summary>
    LA,
    /// <summary>Red, green, blue.</summary>
    Rgb,
    /// <summary>Red, green, blue, alpha.</summary>
    Rgba,
    /// <summary>Indices into a table of colours.</summary>
    Palette,
    /// <summary>Cyan, magenta, yellow, black.</summary>
    Cmyk,
    /// <summary>Something else.</summary>
    Other,
}

/// <summary>What a picture's file says of itself before any pixel is decoded.</summary>
/// <param name="Format">The format that the content has, whatever the file's name says.</param>
/// <param name="Width">Columns as stored.</param>
/// <param name="Height">Rows as stored.</param>
/// <param name="Bands">Channels once a palette is looked up: 1 grey, 2 grey and alpha, 3, 4.</param>
/// <param name="BitsPerSample">As stored: 1, 2, 4, 8 or 16 (of a palette, the index's bits).</param>
/// <param name="Mode">How the pixels are stored.</param>
/// <param name="Orientation">EXIF orientation, 1 (upright) to 8.</param>
/// <param name="HasProfile">Whether an ICC profile is embedded. It is applied to CMYK only.</param>
/// <param name="Pages">Pages or frames; only the first is read.</param>
/// <param name="NameDisagrees">Whether the file's extension is not one of its format's.</param>
/// <param name="FileBytes">Length of the file in bytes.</param>
public sealed record PictureHeader(
    PictureFormat Format, int Width, int Height, int Bands, int BitsPerSample, PictureMode Mode, int Orientation, bool HasProfile,
    int Pages, bool NameDisagrees, long FileBytes);
