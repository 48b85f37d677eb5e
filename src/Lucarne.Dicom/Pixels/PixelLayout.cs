using Lucarne.Dicom.Elements;

namespace Lucarne.Dicom.Pixels;

/// <summary>How the pixels of a file are laid out (PS3.3 C.7.6.3, PS3.5 section 8.1).</summary>
/// <param name="Rows">Rows of a frame.</param>
/// <param name="Columns">Columns of a frame.</param>
/// <param name="Samples">Samples per pixel.</param>
/// <param name="Photometric">PhotometricInterpretation.</param>
/// <param name="BitsAllocated">Bits of a cell.</param>
/// <param name="BitsStored">Bits of the cell that hold the sample.</param>
/// <param name="HighBit">The highest of them.</param>
/// <param name="IsSigned">Whether the highest is a sign.</param>
/// <param name="Frames">Frames in the file.</param>
internal sealed record PixelLayout(int Rows, int Columns, int Samples, string Photometric, int BitsAllocated, int BitsStored, int HighBit, bool IsSigned, int Frames)
{
    /// <summary>Rows and columns beyond this are a lie: the tags hold 65535 at most, and no scanner writes a quarter of it.</summary>
    internal const int LongestSide = 16384;

    /// <summary>Pixels of a frame.</summary>
    public int FrameLength => Rows * Columns;

    /// <summary>Bytes of a frame that is not compressed.</summary>
    public long FrameBytes => ((long)FrameLength * Samples * BitsAllocated + 7) / 8;

    /// <summary>Whether larger values are meant to be shown darker. The values themselves mean the same (PS3.3 C.7.6.3.1.2).</summary>
    public bool IsShownInverted => Photometric == "MONOCHROME1";

    /// <summary>Reads and checks the layout.</summary>
    /// <exception cref="DicomException">The file has no picture, or none that a volume can be made of. The message is no whole sentence.</exception>
    public static PixelLayout Of(DicomFile file)
    {
        var data = file.Data;
        if (data.Has(Tags.FloatPixelData) || data.Has(Tags.DoublePixelData)) throw new DicomException("its pixels are floating-point numbers (a parametric map), where whole numbers are expected");
        var pixels = file.Pixels ?? throw new DicomException("it has no pixel data");
        var layout = new PixelLayout(
            Needed(data, Tags.Rows, "Rows"),
            Needed(data, Tags.Columns, "Columns"),
            data.Integer(Tags.SamplesPerPixel) ?? 1,
            data.Text(Tags.Photometric) ?? "MONOCHROME2",
            Needed(data, Tags.BitsAllocated, "BitsAllocated"),
            data.Integer(Tags.BitsStored) ?? Needed(data, Tags.BitsAllocated, "BitsAllocated"),
            data.Integer(Tags.HighBit) ?? (data.Integer(Tags.BitsStored) ?? Needed(data, Tags.BitsAllocated, "BitsAllocated")) - 1,
            data.Integer(Tags.PixelRepresentation) == 1,
            data.Integer(Tags.NumberOfFrames) ?? 1);
        layout.Check(file.Syntax, pixels);
        return layout;
    }

    private void Check(TransferSyntax syntax, StoredPixels pixels)
    {
        if (Samples != 1 || Photometric is not ("MONOCHROME1" or "MONOCHROME2"))
            throw new DicomException($"its pixels are in colour ({Photometric}, {Samples} sample(s) per pixel), where a volume needs grey values");
        if (Rows is < 1 or > LongestSide || Columns is < 1 or > LongestSide) throw new DicomException($"it claims {Columns}×{Rows} pixels, where 1 to {LongestSide} a side are expected");
        if (BitsAllocated is not (8 or 12 or 16)) throw new DicomException($"its pixels have {BitsAllocated} bits, where 8, 12 or 16 are read");
        if (BitsStored < 1 || BitsStored > BitsAllocated || HighBit < BitsStored - 1 || HighBit >= BitsAllocated)
            throw new DicomException($"it claims {BitsStored} bits up to bit {HighBit} of cells of {BitsAllocated} bits, which contradicts itself");
        if (Frames < 1) throw new DicomException($"it claims {Frames} frames");
        if (pixels.IsCutShort) throw new DicomException("the file ends in the middle of its pixel data");
        if (pixels.IsEncapsulated)
        {
            if (syntax.Coding is PixelCoding.Unknown) throw new DicomException($"its pixels are compressed as {syntax.Uid}, which is not decoded");
            if (syntax.Coding is PixelCoding.Native) throw new DicomException($"its pixels are in fragments, though its transfer syntax {syntax.Uid} has none");
            // A frame needs some bytes of its own, and even an empty slice does not shrink twenty-thousandfold.
            if (pixels.Length < Frames || FrameBytes * Frames / 20_000 > pixels.Length)
                throw new DicomException($"it claims {Frames} frame(s) of {Columns}×{Rows} pixels, more than its {pixels.Length} compressed bytes can hold");
        }
        else if (pixels.Length < FrameBytes * Frames)
        {
            throw new DicomException($"its pixel data have {pixels.Length} bytes, where {Frames} frame(s) of {Columns}×{Rows} pixels of {BitsAllocated} bits need {FrameBytes * Frames}");
        }
    }

    private static int Needed(DicomDataSet data, uint tag, string name) => data.Integer(tag) ?? throw new DicomException($"it has no {name}");
}
