namespace Lucarne.Server.Studies;

/// <summary>Files that hold more than one picture: DICOM, a zip of it, NIfTI. They are kept as they came and read by a worker.</summary>
internal static class UploadedScan
{
    private const int DicomMark = 128;
    private const int NiftiMark = 344;
    private const int HeadLength = 348;

    /// <summary>The file of a form's part <c>file</c>, where it is a scan by its content; null where it is anything else.</summary>
    public static async Task<IFormFile?> FindAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasFormContentType || (await request.ReadFormAsync(cancellation)).Files.GetFile("file") is not { } file) return null;
        await using var content = file.OpenReadStream();
        var head = new byte[HeadLength];
        await content.ReadAtLeastAsync(head, HeadLength, throwOnEndOfStream: false, cancellation);
        return IsScan(head) ? file : null;
    }

    // A zip; gzip, which only NIfTI comes in; DICOM's mark (PS3.10 section 7.1); NIfTI-1 and NIfTI-2.
    private static bool IsScan(ReadOnlySpan<byte> head) =>
        head.StartsWith("PK\u0003\u0004"u8) || head is [0x1F, 0x8B, ..] || head[DicomMark..].StartsWith("DICM"u8) || head[NiftiMark..].StartsWith("n+1"u8) || head[4..].StartsWith("n+2"u8);
}
