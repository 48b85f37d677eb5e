using Lucarne.Dicom.Elements;
using Lucarne.Dicom.Pixels;

namespace Lucarne.Dicom.Series;

/// <summary>Reads the slices of a file that lies in memory, as <see cref="PlannedVolume.Read"/> reads files: for tests that feed it anything.</summary>
public static class SliceReader
{
    /// <summary>Reads every slice's header and values.</summary>
    /// <param name="bytes">A file.</param>
    /// <param name="withCodecs">Whether compressed pixels are decoded too, by native code that a damaged stream may bring down.</param>
    /// <returns>The stored values of each slice, [rows, columns].</returns>
    /// <exception cref="DicomException">The file is damaged, no DICOM, or nothing a volume can be made of.</exception>
    public static IReadOnlyList<int[]> Read(ReadOnlyMemory<byte> bytes, bool withCodecs)
    {
        using var stream = new MemoryStream(bytes.ToArray(), writable: false);
        var file = DicomFile.Read(stream, withPixels: true);
        var headers = SliceHeaderReader.Read(file, new SourceFile("bytes"));
        if (file.Pixels!.IsEncapsulated && !withCodecs) return [];
        return [.. headers.Select(header => Decode(file, header))];
    }

    private static int[] Decode(DicomFile file, SliceHeader header)
    {
        var stored = new int[header.Layout.FrameLength];
        new FrameDecoder(file, header.Layout).Decode(header.Frame, stored);
        return stored;
    }
}
