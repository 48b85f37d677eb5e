using Lucarne.Dicom.Elements;

namespace Lucarne.Dicom.Discovery;

/// <summary>What a file is, by its first bytes: names and extensions say nothing in an archive of scans.</summary>
internal enum FileKind
{
    Other,
    Dicom,
    Zip,
}

/// <summary>Looks at files.</summary>
internal static class FileKinds
{
    /// <summary>What a file is.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static FileKind Of(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        Span<byte> head = stackalloc byte[4];
        var read = stream.ReadAtLeast(head, 4, throwOnEndOfStream: false);
        return IsZip(head[..read]) ? FileKind.Zip : DicomFile.FirstElement(stream) is null ? FileKind.Other : FileKind.Dicom;
    }

    /// <summary>Whether these are the first bytes of a zip: a local file header, or the end of an empty archive (APPNOTE 4.3.7, 4.3.16).</summary>
    public static bool IsZip(ReadOnlySpan<byte> head) => head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8);
}
