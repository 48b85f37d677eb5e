using System.Security.Cryptography;
using Lucarne.Imaging;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Recipes.Yaml;

namespace Lucarne.Learning.Check;

/// <summary>Decodes one picture and measures it.</summary>
internal static class PictureInspector
{
    /// <exception cref="PictureException">The picture cannot be used.</exception>
    public static PictureRecord Inspect(FolderPicture entry, PictureLimits limits)
    {
        var bytes = ReadAll(entry, limits);
        var picture = PictureReader.Read(bytes, entry.File, new() { Keep16Bit = true, Limits = limits }, out var header);
        var statistics = PictureStatistics.Of(picture);
        return new(
            entry.File, entry.ClassName, picture.Width, picture.Height, header.BitsPerSample, ModeName(header.Mode),
            FormatName(header.Format), bytes.LongLength, Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Math.Round(statistics.Mean / 255, 6), Math.Round(statistics.StandardDeviation / 255, 6))
        {
            Content = ContentHash.Of(picture),
            Print = Thumbprint.Of(picture),
        };
    }

    public static PictureDefect Defect(PictureException error, string file) =>
        new(file, KebabEnum<PictureFault>.NameOf(error.Fault), error.Message);

    // The file is looked at before it is read, so that a gigantic one costs nothing.
    private static byte[] ReadAll(FolderPicture entry, PictureLimits limits)
    {
        try
        {
            var length = new FileInfo(entry.Path).Length;
            if (length > limits.MaxFileBytes)
                throw new PictureException(PictureFault.TooLarge, entry.File, $"{entry.File} has {length} bytes, more than the {limits.MaxFileBytes} allowed.");
            return File.ReadAllBytes(entry.Path);
        }
        catch (FileNotFoundException)
        {
            throw new PictureException(PictureFault.Missing, entry.File, $"{entry.File} is gone since the folder was listed.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PictureException(PictureFault.Unreadable, entry.File, $"{entry.File} cannot be read ({error.Message.TrimEnd('.')}).");
        }
    }

    private static string FormatName(PictureFormat format) =>
        KebabEnum<PictureFormat>.NameOf(format).Replace("-", "", StringComparison.Ordinal);

    private static string ModeName(PictureMode mode) => mode switch
    {
        PictureMode.Rgb => "RGB",
        PictureMode.Rgba => "RGBA",
        PictureMode.Cmyk => "CMYK",
        PictureMode.OneBit => "1",
        PictureMode.Palette => "palette",
        PictureMode.Other => "other",
        _ => mode.ToString(),
    };
}
