using System.IO.Compression;
using System.Security.Cryptography;

namespace Lucarne.Learning.Folders;

/// <summary>Unpacks a zip of pictures, trusting nothing in it.</summary>
/// <param name="cacheFolder">Where zips are unpacked, each once, under a name made of its content.</param>
internal sealed class PictureArchive(string cacheFolder)
{
    /// <summary>The most files an archive may hold.</summary>
    internal int MostEntries { get; init; } = 500_000;

    /// <summary>The most bytes it may unpack to.</summary>
    internal long MostBytes { get; init; } = 64L << 30;

    /// <summary>The most that one file may swell by, once it is larger than a mebibyte; pictures are compressed already.</summary>
    internal double MostSwelling { get; init; } = 200;

    /// <summary>The folder that the archive was unpacked to, now or before.</summary>
    /// <exception cref="DataException">The file is no zip, is damaged, or holds what an honest archive of pictures does not.</exception>
    public string Unpack(string path, CancellationToken token)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var home = Path.Combine(cacheFolder, Convert.ToHexStringLower(SHA256.HashData(stream))[..24]);
            if (Directory.Exists(home)) return home;
            stream.Position = 0;
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            Unpack(zip, path, home, token);
            return home;
        }
        catch (InvalidDataException error)
        {
            throw new DataException($"'{path}' is not a zip that can be read ({error.Message.TrimEnd('.')}); give a folder or a sound zip.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{path}' cannot be unpacked below '{cacheFolder}' ({error.Message.TrimEnd('.')}); check space and permissions.", error);
        }
    }

    // Unpacked beside and renamed, so that an interrupted run leaves nothing that looks whole.
    private void Unpack(ZipArchive zip, string path, string home, CancellationToken token)
    {
        if (zip.Entries.Count > MostEntries)
            throw new DataException($"'{path}' holds {zip.Entries.Count} files, where at most {MostEntries} are unpacked; unpack it yourself and give the folder.");
        var beside = $"{home}.{Guid.NewGuid():N}.part";
        Directory.CreateDirectory(beside);
        try
        {
            var left = MostBytes;
            foreach (var entry in zip.Entries)
            {
                token.ThrowIfCancellationRequested();
                if (!entry.FullName.EndsWith('/')) left -= Unpack(entry, path, beside, left, token);
            }

            if (!Directory.Exists(home)) Directory.Move(beside, home);
        }
        finally
        {
            if (Directory.Exists(beside)) Directory.Delete(beside, recursive: true);
        }
    }

    private long Unpack(ZipArchiveEntry entry, string path, string folder, long left, CancellationToken token)
    {
        var name = SafeName(entry, path);
        var target = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using var source = entry.Open();
        using var file = new FileStream(target, FileMode.CreateNew, FileAccess.Write);
        var buffer = new byte[1 << 16];
        var mostBySwelling = Math.Max(1 << 20, entry.CompressedLength * MostSwelling);
        long written = 0;
        for (int read; (read = source.Read(buffer)) > 0; written += read)
        {
            token.ThrowIfCancellationRequested();
            // What is written is counted, for the sizes that the archive states may lie.
            if (written + read > left)
                throw new DataException($"'{path}' unpacks to more than {MostBytes >> 20} MiB; unpack it yourself and give the folder.");
            if (written + read > mostBySwelling)
                throw new DataException($"'{name}' in '{path}' swells more than {MostSwelling:0}-fold, as no picture does; remove it from the archive.");
            file.Write(buffer.AsSpan(0, read));
        }

        return written;
    }

    private static string SafeName(ZipArchiveEntry entry, string path)
    {
        const int unixTypeMask = 0xF000, unixLink = 0xA000;
        var name = entry.FullName.Replace('\\', '/');
        var parts = name.Split('/');
        var outside = name.Length == 0 || parts.Any(part => part is "" or "." or "..") || parts[0].Contains(':', StringComparison.Ordinal) || name.Any(char.IsControl);
        if (outside) throw new DataException($"'{path}' holds a file named '{Shown(entry.FullName)}', which does not stay inside the archive's folder; unpack the archive yourself and give the folder.");
        if (((entry.ExternalAttributes >> 16) & unixTypeMask) == unixLink)
            throw new DataException($"'{path}' holds a link, '{Shown(name)}', where only files are unpacked; put the file itself in the archive.");
        return name;
    }

    private static string Shown(string name) => new([.. name.Select(letter => char.IsControl(letter) ? '?' : letter)]);
}
