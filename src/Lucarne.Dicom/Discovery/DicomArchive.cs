using System.Globalization;
using System.IO.Compression;
using Lucarne.Dicom.Elements;

namespace Lucarne.Dicom.Discovery;

/// <summary>
/// Unpacks the DICOM files of zips into a folder of its own, trusting nothing in them: bytes are counted as they are written, and names
/// inside play no part in where they go. What is no DICOM is not unpacked.
/// </summary>
/// <param name="limits">How much is unpacked at most.</param>
internal sealed class DicomArchive(ArchiveLimits limits) : IDisposable
{
    private const int HeadLength = 132;

    private DirectoryInfo? _folder;
    private long _packed;
    private long _written;
    private int _files;

    /// <summary>Unpacks a zip, and zips within it.</summary>
    /// <param name="zip">The zip.</param>
    /// <param name="found">Takes each DICOM file.</param>
    /// <param name="other">Takes what a person calls each file that is none.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="DicomException">The zip is damaged, or unpacks to more than an honest one.</exception>
    public void Unpack(SourceFile zip, Action<SourceFile> found, Action<string> other, CancellationToken token)
    {
        _packed += new FileInfo(zip.Path).Length;
        Unpack(zip, 1, found, other, token);
    }

    /// <summary>Deletes what was unpacked.</summary>
    public void Dispose()
    {
        if (_folder is { Exists: true }) _folder.Delete(recursive: true);
        _folder = null;
    }

    private void Unpack(SourceFile zip, int depth, Action<SourceFile> found, Action<string> other, CancellationToken token)
    {
        if (depth > limits.Deepest) throw new DicomException($"'{zip.Shown}' lies in {depth - 1} zips within each other, where at most {limits.Deepest - 1} are opened; unpack it yourself and give the folder.");
        try
        {
            using var archive = ZipFile.OpenRead(zip.Path);
            if (archive.Entries.Count > limits.MostEntries) throw new DicomException($"'{zip.Shown}' holds {archive.Entries.Count} files, where at most {limits.MostEntries} are unpacked; unpack it yourself and give the folder.");
            // Looked at before a byte is written, and held against what is written afterwards, for stated lengths may lie.
            Allow((long)Math.Min(archive.Entries.Sum(entry => (double)entry.Length), long.MaxValue / 2), zip);
            foreach (var entry in archive.Entries.Where(entry => !entry.FullName.EndsWith('/')))
            {
                token.ThrowIfCancellationRequested();
                Unpack(entry, zip, depth, found, other, token);
            }
        }
        catch (Exception error) when (error is InvalidDataException or NotSupportedException)
        {
            throw new DicomException($"'{zip.Shown}' is not a zip that can be read ({error.Message.TrimEnd('.')}); give a folder or a sound zip.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DicomException($"'{zip.Shown}' cannot be unpacked ({error.Message.TrimEnd('.')}); check the space and permissions of the temporary folder.", error);
        }
    }

    private void Unpack(ZipArchiveEntry entry, SourceFile zip, int depth, Action<SourceFile> found, Action<string> other, CancellationToken token)
    {
        var shown = $"{zip.Shown}/{Printable(entry.FullName)}";
        using var stream = entry.Open();
        var head = new byte[HeadLength];
        var read = stream.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false);
        using var start = new MemoryStream(head, 0, read, writable: false);
        var isZip = FileKinds.IsZip(head.AsSpan(0, read));
        if (!isZip && DicomFile.FirstElement(start) is null)
        {
            other(shown);
            return;
        }

        var file = new SourceFile(Write(stream, head.AsSpan(0, read), zip, token), shown);
        if (isZip) Unpack(file, depth + 1, found, other, token);
        else found(file);
    }

    private string Write(Stream stream, ReadOnlySpan<byte> head, SourceFile zip, CancellationToken token)
    {
        _folder ??= Directory.CreateTempSubdirectory("lucarne-");
        var path = Path.Combine(_folder.FullName, (++_files).ToString("D6", CultureInfo.InvariantCulture));
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        file.Write(head);
        var buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            token.ThrowIfCancellationRequested();
            _written += read;
            Allow(_written, zip);
            file.Write(buffer.AsSpan(0, read));
        }

        return path;
    }

    private void Allow(long bytes, SourceFile zip)
    {
        if (bytes > limits.MostBytes) throw new DicomException($"'{zip.Shown}' unpacks to more than {limits.MostBytes >> 20} MiB; unpack it yourself and give the folder.");
        if (bytes > limits.FreeBytes && bytes / limits.MostSwelling > _packed)
            throw new DicomException($"'{zip.Shown}' swells more than {limits.MostSwelling}-fold when it is unpacked, as no archive of scans does; unpack it yourself and give the folder.");
    }

    private static string Printable(string name) => string.Concat(name.Select(letter => char.IsControl(letter) ? '?' : letter));
}

/// <summary>How much of an archive is unpacked at most.</summary>
internal sealed record ArchiveLimits
{
    /// <summary>Files in one zip.</summary>
    public int MostEntries { get; init; } = 500_000;

    /// <summary>Bytes in all.</summary>
    public long MostBytes { get; init; } = 64L << 30;

    /// <summary>How often the bytes of what is unpacked may be those of the archive. Scans come to 2 or 3, masks to 200.</summary>
    public long MostSwelling { get; init; } = 300;

    /// <summary>Bytes below which it may swell as it likes.</summary>
    public long FreeBytes { get; init; } = 512L << 20;

    /// <summary>Zips within zips, the outermost counted.</summary>
    public int Deepest { get; init; } = 3;
}
