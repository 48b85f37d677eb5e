namespace Lucarne.Imaging;

/// <summary>Reads a picture's file whole, so that nothing can change between looking at its header and decoding it.</summary>
internal static class PictureFile
{
    internal static byte[] ReadBytes(string path, PictureLimits limits)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            if (Directory.Exists(path))
                throw new PictureException(PictureFault.NotAPicture, path, $"'{path}' is a folder where a picture file was expected: name a file in it.");
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            CheckLength(file.Length, path, limits);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PictureException(PictureFault.Missing, path, $"'{path}' is not there: check the name and the folder.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PictureException(PictureFault.Unreadable, path, $"'{path}' cannot be read ({e.Message.TrimEnd('.')}): check its rights and its disk.");
        }
    }

    internal static void CheckLength(long length, string path, PictureLimits limits)
    {
        if (length > limits.MaxFileBytes)
            throw new PictureException(PictureFault.TooLarge, path, FormattableString.Invariant(
                $"'{path}' has {length} bytes, above the limit of {limits.MaxFileBytes}: leave it out or raise the limit."));
    }
}
