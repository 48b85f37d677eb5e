using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Lucarne.Dicom.Elements;

namespace Lucarne.Dicom.Pixels;

/// <summary>Gives the stored values of a frame, whatever they are packed or compressed in.</summary>
/// <param name="file">A file read with its pixels.</param>
/// <param name="layout">Its layout.</param>
internal sealed class FrameDecoder(DicomFile file, PixelLayout layout)
{
    /// <summary>Decodes a frame.</summary>
    /// <param name="frame">Which, from 0.</param>
    /// <param name="stored">A value per pixel, [rows, columns].</param>
    /// <exception cref="DicomException">The pixels are damaged. The message is no whole sentence.</exception>
    public void Decode(int frame, Span<int> stored)
    {
        var pixels = file.Pixels!;
        if (pixels.Native is { } native)
        {
            if (layout.BitsAllocated == 12)
            {
                Unpack12(native, (long)frame * layout.FrameLength, stored);
            }
            else
            {
                var bytes = native.AsSpan(checked((int)(frame * layout.FrameBytes)), checked((int)layout.FrameBytes));
                Widen(bytes, layout.BitsAllocated / 8, file.Syntax.HasBigEndianPixels, stored);
            }
        }
        else
        {
            var decoded = GdcmCodec.Decode(file.Syntax, layout, FragmentMap.Of(pixels, layout.Frames, frame));
            // A stream of 8 bits or fewer comes in bytes, though the file may allocate 16 bits.
            var size = decoded.Length / layout.FrameLength;
            if (size is not (1 or 2) || decoded.Length != size * layout.FrameLength)
                throw new DicomException($"its compressed pixels unfold to {decoded.Length} bytes, where {layout.FrameLength} pixels are expected");
            Widen(decoded, size, bigEndian: !BitConverter.IsLittleEndian, stored);
        }

        Extract(stored);
    }

    private static void Widen(ReadOnlySpan<byte> bytes, int size, bool bigEndian, Span<int> stored)
    {
        if (size == 1)
        {
            for (var i = 0; i < stored.Length; i++) stored[i] = bytes[i];
        }
        else if (bigEndian == BitConverter.IsLittleEndian)
        {
            for (var i = 0; i < stored.Length; i++) stored[i] = BinaryPrimitives.ReadUInt16BigEndian(bytes[(2 * i)..]);
        }
        else
        {
            var cells = MemoryMarshal.Cast<byte, ushort>(bytes);
            for (var i = 0; i < stored.Length; i++) stored[i] = cells[i];
        }
    }

    // Cells of 12 bits follow each other without gaps, low bits first (PS3.5 annex D, retired).
    private static void Unpack12(byte[] native, long first, Span<int> stored)
    {
        for (var i = 0; i < stored.Length; i++)
        {
            var bit = (first + i) * 12;
            var at = bit / 8;
            stored[i] = bit % 8 == 0 ? native[at] | ((native[at + 1] & 0x0F) << 8) : (native[at] >> 4) | (native[at + 1] << 4);
        }
    }

    // The sample is the bits below and with HighBit; bits above may hold an overlay (PS3.5 section 8.1.1).
    private void Extract(Span<int> stored)
    {
        var up = 31 - layout.HighBit;
        var down = 32 - layout.BitsStored;
        if (layout.IsSigned)
        {
            for (var i = 0; i < stored.Length; i++) stored[i] = (stored[i] << up) >> down;
        }
        else if (layout.BitsStored < 16)
        {
            for (var i = 0; i < stored.Length; i++) stored[i] = (int)((uint)(stored[i] << up) >> down);
        }
    }
}
