using Lucarne.Dicom.Elements;
using Lucarne.Dicom.Native;

namespace Lucarne.Dicom.Pixels;

/// <summary>Decodes one compressed frame through GDCM, which is handed the frame's fragments and nothing else of the file.</summary>
internal static class GdcmCodec
{
    static GdcmCodec() => GdcmLibrary.Quieten();

    /// <summary>Decodes a frame.</summary>
    /// <returns>A cell per pixel, of 1 or 2 bytes in this machine's order.</returns>
    /// <exception cref="DicomException">The stream is damaged, or its size is not the file's.</exception>
    public static byte[] Decode(TransferSyntax syntax, PixelLayout layout, IReadOnlyList<byte[]> fragments)
    {
        var bits = CodestreamSize.Check(syntax.Coding, layout, fragments);
        using var image = new gdcm.Image();
        Describe(image, syntax, layout, bits);
        using var sequence = Fragments(fragments);
        using var tag = new gdcm.Tag(0x7FE0, 0x0010);
        using var element = new gdcm.DataElement(tag);
        using var inner = sequence.__deref__();
        element.SetValue(inner);
        image.SetDataElement(element);
        // Twice the expected size at most: some streams of 8 bits stand in cells of 16.
        var length = image.GetBufferLength();
        if (length == 0 || length > 2 * Math.Max(layout.FrameBytes, layout.FrameLength)) throw new DicomException($"its compressed pixels unfold to {length} bytes");
        var bytes = new byte[length];
        return image.GetBuffer(bytes) ? bytes : throw new DicomException($"its compressed pixels ({syntax.Uid}) are damaged");
    }

    // The whole cell is asked for: which of its bits count is decided in one place, for compressed and native pixels alike. Of JPEG's
    // three decoders GDCM takes the one for these bits, and prints a complaint where they are not the stream's.
    private static void Describe(gdcm.Image image, TransferSyntax syntax, PixelLayout layout, int bits)
    {
        image.SetNumberOfDimensions(2);
        image.SetDimension(0, (uint)layout.Columns);
        image.SetDimension(1, (uint)layout.Rows);
        var isSigned = layout.IsSigned && syntax.Coding != PixelCoding.Jpeg;
        using var format = new gdcm.PixelFormat(1, (ushort)(bits > 8 ? 16 : 8), (ushort)bits, (ushort)(bits - 1), (ushort)(isSigned ? 1 : 0));
        image.SetPixelFormat(format);
        using var photometric = new gdcm.PhotometricInterpretation(gdcm.PhotometricInterpretation.PIType.MONOCHROME2);
        image.SetPhotometricInterpretation(photometric);
        using var named = new gdcm.TransferSyntax(gdcm.TransferSyntax.GetTSType(syntax.Uid));
        image.SetTransferSyntax(named);
    }

    private static gdcm.SmartPtrFrag Fragments(IReadOnlyList<byte[]> fragments)
    {
        var sequence = gdcm.SequenceOfFragments.New();
        foreach (var bytes in fragments)
        {
            using var fragment = new gdcm.Fragment();
            using var length = new gdcm.VL((uint)bytes.Length);
            fragment.SetByteValue(bytes, length);
            sequence.AddFragment(fragment);
        }

        return sequence;
    }
}
