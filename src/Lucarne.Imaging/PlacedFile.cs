using System.Text;

namespace Lucarne.Imaging;

/// <summary>Writes a file beside its place and renames it, so that a reader never meets half a file and what stood there stands until the new one is whole.</summary>
public static class PlacedFile
{
    /// <summary>Writes text in UTF-8 without a mark.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})" path="/exception"/>
    public static void Write(string path, string text) => Write(path, new UTF8Encoding(false).GetBytes(text));

    /// <summary>Writes bytes.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})" path="/exception"/>
    public static void Write(string path, byte[] bytes) => Write(path, stream => stream.Write(bytes));

    /// <summary>Writes what is written into a stream; the file's folder is made where there is none.</summary>
    /// <exception cref="IOException">The file cannot be written; where one stood, it stands as it was.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);

        // No number of a process: in containers that share a folder it may be the same in two of them, and that of one that died before.
        var beside = $"{full}.{Guid.NewGuid():N}.part";
        try
        {
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16)) write(stream);
            File.Move(beside, full, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
