using System.IO.Compression;

namespace Lucarne.Clinic.Importing;

/// <summary>What an uploaded file is, by its content: names say nothing.</summary>
internal enum UploadKind
{
    /// <summary>A picture, or nothing that is known.</summary>
    Picture,

    /// <summary>A zip.</summary>
    Zip,

    /// <summary>One DICOM file.</summary>
    Dicom,

    /// <summary>NIfTI, compressed or not.</summary>
    Nifti,
}

/// <summary>Looks at the first bytes of files.</summary>
internal static class UploadKinds
{
    private const int DicomMark = 128;
    private const int NiftiMark = 344;
    private const int HeadLength = 348;

    /// <summary>What a file is, and whether it is compressed with gzip.</summary>
    public static (UploadKind Kind, bool IsGzip) Of(string path)
    {
        using var file = File.OpenRead(path);
        var head = Head(file);
        if (head.AsSpan().StartsWith("PK\u0003\u0004"u8) || head.AsSpan().StartsWith("PK\u0005\u0006"u8)) return (UploadKind.Zip, false);
        if (head.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])) return (IsNifti(Unpacked(file)) ? UploadKind.Nifti : UploadKind.Picture, true);
        if (IsNifti(head)) return (UploadKind.Nifti, false);
        // Without the mark of PS3.10 section 7.1 a file may still be DICOM, written by an old device; its reader decides, pictures' first.
        return (head.AsSpan(DicomMark).StartsWith("DICM"u8) ? UploadKind.Dicom : UploadKind.Picture, false);
    }

    // NIfTI-1 in one file, "n+1", or NIfTI-2, whose mark follows its header's length of 540.
    private static bool IsNifti(byte[] head) => head.AsSpan(NiftiMark).StartsWith("n+1"u8) || head.AsSpan(4).StartsWith("n+2"u8);

    private static byte[] Unpacked(FileStream file)
    {
        file.Position = 0;
        try
        {
            using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            return Head(unpacked);
        }
        catch (InvalidDataException)
        {
            return new byte[HeadLength];
        }
    }

    private static byte[] Head(Stream stream)
    {
        var head = new byte[HeadLength];
        stream.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false);
        return head;
    }
}
