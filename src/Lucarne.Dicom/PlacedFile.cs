namespace Lucarne.Dicom;

/// <summary>Writes a file beside its place and renames it, so that a reader never meets half a file.</summary>
internal static class PlacedFile
{
    /// <summary>Puts bytes in a file's place at once; its folder is made where there is none.</summary>
    public static void Write(string path, IEnumerable<byte[]> parts)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var beside = $"{full}.{Guid.NewGuid():N}.part";
        try
        {
            using (var stream = File.Create(beside))
            {
                foreach (var part in parts) stream.Write(part);
            }

            File.Move(beside, full, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
