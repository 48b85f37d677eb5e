using System.Buffers.Binary;
using Lucarne.Dicom.Elements;

namespace Lucarne.Dicom.Pixels;

/// <summary>
/// Holds the size that a compressed stream states of itself against the file's, before a codec gives memory to it: in JPEG and JPEG-LS
/// the frame header (ITU-T T.81 B.2.2, T.87 C.2.2), in JPEG 2000 the SIZ marker segment (ITU-T T.800 A.5.1).
/// </summary>
internal static class CodestreamSize
{
    /// <summary>Checks the stream of a frame.</summary>
    /// <returns>The bits of a sample that a JPEG stream states; for other streams those that the file allocates.</returns>
    /// <exception cref="DicomException">There is no such header, or it states another size or several components.</exception>
    public static int Check(PixelCoding coding, PixelLayout layout, IReadOnlyList<byte[]> fragments)
    {
        if (fragments.Count == 0 || fragments.Sum(fragment => (long)fragment.Length) == 0) throw new DicomException("its compressed pixels are empty");
        if (coding == PixelCoding.Rle)
        {
            CheckRle(fragments[0], layout);
            return layout.BitsAllocated;
        }

        byte[] stream = fragments.Count == 1 ? fragments[0] : [.. fragments.SelectMany(fragment => fragment)];
        var size = coding == PixelCoding.Jpeg2000 ? OfJpeg2000(stream) : OfJpeg(stream);
        if (size is not { } found || found.Bits is < 2 or > 16) throw new DicomException("its compressed pixels have no header");
        if ((found.Columns, found.Rows, found.Components) != (layout.Columns, layout.Rows, 1))
            throw new DicomException($"its compressed pixels are {found.Columns}×{found.Rows} with {found.Components} component(s), where the file claims {layout.Columns}×{layout.Rows} with 1");
        return coding == PixelCoding.Jpeg ? found.Bits : layout.BitsAllocated;
    }

    private static (int Columns, int Rows, int Components, int Bits)? OfJpeg(ReadOnlySpan<byte> stream)
    {
        for (var at = 2; at + 9 < stream.Length;)
        {
            if (stream[at] != 0xFF) return null;
            var marker = stream[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            // C0 to CF but for the tables C4, C8 and CC; F7 is JPEG-LS's.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) or 0xF7)
                return (BinaryPrimitives.ReadUInt16BigEndian(stream[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(stream[(at + 5)..]), stream[at + 9], stream[at + 4]);
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(stream[(at + 2)..]);
        }

        return null;
    }

    private static (int Columns, int Rows, int Components, int Bits)? OfJpeg2000(ReadOnlySpan<byte> stream)
    {
        var start = stream.IndexOf((ReadOnlySpan<byte>)[0xFF, 0x4F, 0xFF, 0x51]);
        if (start < 0 || stream.Length < start + 43) return null;
        var siz = stream[(start + 6)..];
        long Side(ReadOnlySpan<byte> from, int end, int offset) => (long)BinaryPrimitives.ReadUInt32BigEndian(from[end..]) - BinaryPrimitives.ReadUInt32BigEndian(from[offset..]);
        var (columns, rows) = (Side(siz, 2, 10), Side(siz, 6, 14));
        return columns is > 0 and <= int.MaxValue && rows is > 0 and <= int.MaxValue ? ((int)columns, (int)rows, BinaryPrimitives.ReadUInt16BigEndian(siz[34..]), (siz[36] & 0x7F) + 1) : null;
    }

    // A segment per byte of a pixel, each starting inside the fragment after the 64 bytes of the header (PS3.5 annex G.5).
    private static void CheckRle(ReadOnlySpan<byte> fragment, PixelLayout layout)
    {
        var expected = layout.BitsAllocated == 8 ? 1 : 2;
        if (fragment.Length < 64) throw new DicomException("its run lengths have no header");
        var segments = BinaryPrimitives.ReadUInt32LittleEndian(fragment);
        if (segments != expected) throw new DicomException($"its run lengths have {segments} segments, where {expected} are expected");
        for (var segment = 0; segment < expected; segment++)
            if (BinaryPrimitives.ReadUInt32LittleEndian(fragment[(4 + (4 * segment))..]) is var offset && (offset < 64 || offset >= fragment.Length))
                throw new DicomException("a segment of its run lengths starts outside them");
    }
}
