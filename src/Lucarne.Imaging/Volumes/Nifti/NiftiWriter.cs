using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Lucarne.Imaging.Volumes;

/// <summary>Writes NIfTI-1 files: one volume, little-endian, header and voxels in one file.</summary>
internal static class NiftiWriter
{
    /// <summary>The header and four bytes that say that it has no extension.</summary>
    private const int VoxelsAt = NiftiHeader.Length1 + 4;

    /// <summary>NIFTI_XFORM_SCANNER_ANAT: the coordinates are the scanner's.</summary>
    private const short ScannerCoordinates = 1;

    private const byte Millimetres = 2;

    private const int LongestDescription = 79;

    internal static void Write<T>(string path, Volume<T> volume, FilledRows filled, string description, NiftiScaling scaling)
        where T : unmanaged
    {
        var isCompressed = path.EndsWith(".nii.gz", StringComparison.OrdinalIgnoreCase);
        if (!isCompressed && !path.EndsWith(".nii", StringComparison.OrdinalIgnoreCase))
            throw new NiftiException(path, $"'{path}' ends in neither .nii nor .nii.gz: volumes are written as one of these.");
        var header = Header(path, volume, description, scaling);
        PlacedFile.Write(path, output =>
        {
            if (isCompressed)
                ParallelGzip.Write(output, header, volume, filled);
            else
                WritePlain(output, header, volume.Voxels);
        });
    }

    private static void WritePlain<T>(Stream output, byte[] header, T[] voxels)
        where T : unmanaged
    {
        output.Write(header);
        const int piece = 1 << 20;
        for (var at = 0; at < voxels.Length; at += piece)
            output.Write(MemoryMarshal.AsBytes(voxels.AsSpan(at, Math.Min(piece, voxels.Length - at))));
    }

    private static byte[] Header<T>(string path, Volume<T> volume, string description, NiftiScaling scaling)
        where T : unmanaged
    {
        var geometry = volume.Geometry;
        var type = NiftiTypes.Of<T>() ?? throw new NotSupportedException($"Volumes of {typeof(T).Name} are not written as NIfTI: byte, short and float are.");
        if (geometry.Columns > short.MaxValue || geometry.Rows > short.MaxValue || geometry.Slices > short.MaxValue)
            throw new NiftiException(path, $"'{path}' cannot hold {geometry.Columns}×{geometry.Rows}×{geometry.Slices} voxels: NIfTI-1 ends at {short.MaxValue} along an axis.");
        var bytes = new byte[VoxelsAt];
        Int32(bytes, 0, NiftiHeader.Length1);
        bytes[38] = (byte)'r';
        Int16s(bytes, 40, 3, (short)geometry.Columns, (short)geometry.Rows, (short)geometry.Slices, 1, 1, 1, 1);
        Int16s(bytes, 70, (short)type, (short)(8 * NiftiTypes.Bytes(type)));
        Singles(bytes, 108, VoxelsAt, scaling.Slope, scaling.Intercept);
        bytes[123] = Millimetres;
        Describe(bytes.AsSpan(148, LongestDescription), description);
        Place(bytes, geometry);
        "n+1\0"u8.CopyTo(bytes.AsSpan(344));
        return bytes;
    }

    private static void Place(byte[] bytes, VolumeGeometry geometry)
    {
        var quaternion = NiftiAffine.ToQuaternion(geometry);
        var affine = NiftiAffine.ToAffine(geometry);
        Singles(bytes, 76, quaternion?.Factor ?? 1, geometry.ColumnStep.Length, geometry.RowStep.Length, geometry.SliceStep.Length, 1, 1, 1, 1);
        Int16s(bytes, 252, quaternion is null ? (short)0 : ScannerCoordinates, ScannerCoordinates);
        if (quaternion is { } q)
            Singles(bytes, 256, q.B, q.C, q.D, affine[3], affine[7], affine[11]);
        Singles(bytes, 280, affine);
    }

    /// <summary>As much of the text as fits, cut between two characters.</summary>
    private static void Describe(Span<byte> field, string description)
    {
        foreach (var rune in description.EnumerateRunes())
        {
            if (!rune.TryEncodeToUtf8(field, out var length))
                return;
            field = field[length..];
        }
    }

    private static void Int32(byte[] bytes, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);

    private static void Int16s(byte[] bytes, int at, params ReadOnlySpan<short> values)
    {
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(at + (2 * i)), values[i]);
    }

    private static void Singles(byte[] bytes, int at, params ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(at + (4 * i)), (float)values[i]);
    }
}
