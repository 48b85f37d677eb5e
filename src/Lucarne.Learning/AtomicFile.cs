using System.Text;

namespace Lucarne.Learning;

/// <summary>Writes a file beside its place and renames it, so that a reader never meets half a file.</summary>
internal static class AtomicFile
{
    public static void Write(string path, string text) => Write(path, new UTF8Encoding(false).GetBytes(text));

    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);

        // No number of a process: in containers that share a folder it may be the same in two of them, and that of one that died before.
        var beside = $"{full}.{Guid.NewGuid():N}.part";
        try
        {
            File.WriteAllBytes(beside, bytes);
            File.Move(beside, full, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
