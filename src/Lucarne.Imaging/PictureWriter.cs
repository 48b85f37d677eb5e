using System.Globalization;

namespace Lucarne.Imaging;

/// <summary>Writes PNG and JPEG.</summary>
public static class PictureWriter
{
    /// <summary>PNG bytes: every sample kept, 8 or 16 bits. Rows are written as what they differ from the row above, which for pictures of the body is
    /// smaller and faster than the rows themselves.</summary>
    public static byte[] ToPng(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return Vips.Encode(picture.Width, picture.Height, picture.Channels, picture.BitDepth, picture.Raw, ".png[compression=3,filter=up]");
    }

    /// <summary>JPEG bytes, 8 bits; 16-bit samples are reduced first.</summary>
    /// <param name="picture">What to write.</param>
    /// <param name="quality">1 to 100; from 90 on colour is not subsampled.</param>
    public static byte[] ToJpeg(Picture picture, int quality = 92)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        var eight = picture.To8Bit();
        var suffix = string.Create(CultureInfo.InvariantCulture, $".jpg[Q={quality},strip]");
        return Vips.Encode(eight.Width, eight.Height, eight.Channels, 8, eight.Raw, suffix);
    }

    /// <summary>Writes a file whose name ends in .png, .jpg or .jpeg, making its folder where there is none.</summary>
    /// <exception cref="ArgumentException">The name ends in something else.</exception>
    /// <exception cref="IOException">The file cannot be written; where one stood, it stands as it was.</exception>
    public static void Write(string path, Picture picture)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var bytes = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".PNG" => ToPng(picture),
            ".JPG" or ".JPEG" => ToJpeg(picture),
            _ => throw new ArgumentException($"'{path}' ends in neither .png nor .jpg: pictures are written as one of these.", nameof(path)),
        };
        PlacedFile.Write(path, bytes);
    }
}
