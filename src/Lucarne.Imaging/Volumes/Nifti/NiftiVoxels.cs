using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lucarne.Imaging.Volumes;

/// <summary>Reads the stored numbers of a NIfTI file and scales them, a piece at a time.</summary>
/// <param name="header">How they are stored.</param>
/// <param name="file">The file's name, for messages.</param>
internal sealed class NiftiVoxels(NiftiHeader header, string file)
{
    private const int PieceLength = 1 << 16;

    /// <summary>nifti1.h, "DATA SCALING": a slope of 0 means that there is none; nibabel takes one that is no number so too.</summary>
    private readonly bool isScaled = header.Slope != 0 && double.IsFinite(header.Slope) && (header.Slope, header.Intercept) != (1, 0);

    private NiftiType Type => (NiftiType)header.DataType;

    /// <summary>The next voxels as real numbers.</summary>
    internal void Read(Stream from, Span<float> voxels)
    {
        if (Type == NiftiType.Float32 && !isScaled)
        {
            ReadAs(from, voxels);
            if (header.IsBigEndian)
                Swap(voxels);
            return;
        }

        var (slope, intercept) = isScaled ? (header.Slope, header.Intercept) : (1, 0);
        ForEachPiece(from, voxels, (stored, piece, _) =>
        {
            for (var i = 0; i < piece.Length; i++)
                piece[i] = (float)((stored[i] * slope) + intercept);
        });
    }

    /// <summary>The next voxels as labels.</summary>
    /// <exception cref="NiftiException">One of them is not a whole number from 0 to 255.</exception>
    internal void Read(Stream from, Span<byte> labels)
    {
        if (Type == NiftiType.UInt8 && !isScaled)
        {
            ReadAs(from, labels);
            return;
        }

        var (slope, intercept) = isScaled ? (header.Slope, header.Intercept) : (1, 0);
        ForEachPiece(from, labels, (stored, piece, start) =>
        {
            for (var i = 0; i < piece.Length; i++)
            {
                var value = (stored[i] * slope) + intercept;
                var whole = Math.Round(value);
                // Scaled labels are off by what rounding the slope to single precision costs.
                if (!(whole is >= 0 and <= 255 && Math.Abs(value - whole) < 1e-3))
                    throw new NiftiException(file, FormattableString.Invariant($"'{file}' holds {value} at voxel {start + i}, where labels are whole numbers from 0 to 255; give a label map, not a scan."));
                piece[i] = (byte)whole;
            }
        });
    }

    private delegate void Convert<T>(ReadOnlySpan<double> stored, Span<T> piece, int start);

    private void ForEachPiece<T>(Stream from, Span<T> voxels, Convert<T> convert)
    {
        var bytes = new byte[PieceLength * NiftiTypes.Bytes(Type)];
        var stored = new double[PieceLength];
        for (var start = 0; start < voxels.Length; start += PieceLength)
        {
            var piece = voxels[start..Math.Min(voxels.Length, start + PieceLength)];
            var raw = bytes.AsSpan(0, piece.Length * NiftiTypes.Bytes(Type));
            ReadAs(from, raw);
            Decode(raw, stored.AsSpan(0, piece.Length));
            convert(stored.AsSpan(0, piece.Length), piece, start);
        }
    }

    private void Decode(Span<byte> raw, Span<double> values)
    {
        switch (Type)
        {
            case NiftiType.UInt8: Widen<byte>(raw, values); break;
            case NiftiType.Int8: Widen<sbyte>(raw, values); break;
            case NiftiType.Int16: Widen<short>(raw, values); break;
            case NiftiType.UInt16: Widen<ushort>(raw, values); break;
            case NiftiType.Int32: Widen<int>(raw, values); break;
            case NiftiType.UInt32: Widen<uint>(raw, values); break;
            case NiftiType.Float32: Widen<float>(raw, values); break;
            case NiftiType.Int64: Widen<long>(raw, values); break;
            case NiftiType.UInt64: Widen<ulong>(raw, values); break;
            case NiftiType.Float64: Widen<double>(raw, values); break;
            default: throw new NiftiException(file, $"'{file}' holds {NiftiTypes.Name(header.DataType)}, which are not read.");
        }
    }

    private void Widen<T>(Span<byte> raw, Span<double> values)
        where T : unmanaged, INumberBase<T>
    {
        var stored = MemoryMarshal.Cast<byte, T>(raw);
        if (header.IsBigEndian)
            Swap(stored);
        for (var i = 0; i < values.Length; i++)
            values[i] = double.CreateTruncating(stored[i]);
    }

    /// <summary>Turns the bytes of each number round.</summary>
    private static void Swap<T>(Span<T> numbers)
        where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() == 2)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<T, ushort>(numbers), MemoryMarshal.Cast<T, ushort>(numbers));
        else if (Unsafe.SizeOf<T>() == 4)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<T, uint>(numbers), MemoryMarshal.Cast<T, uint>(numbers));
        else if (Unsafe.SizeOf<T>() == 8)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<T, ulong>(numbers), MemoryMarshal.Cast<T, ulong>(numbers));
    }

    /// <summary>Fills numbers with the bytes that come next; in pieces, since a span of bytes ends at 2 GiB.</summary>
    private void ReadAs<T>(Stream from, Span<T> numbers)
        where T : unmanaged
    {
        for (var start = 0; start < numbers.Length; start += 1 << 20)
        {
            var bytes = MemoryMarshal.AsBytes(numbers[start..Math.Min(numbers.Length, start + (1 << 20))]);
            if (from.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
                throw new NiftiException(file, $"'{file}' ends before its voxels do: it was cut short, so copy or make it again.");
        }
    }
}
