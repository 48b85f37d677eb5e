using System.Buffers.Binary;

namespace Lucarne.Imaging.Volumes;

/// <summary>
/// The header of a NIfTI-1 (348 bytes) or NIfTI-2 (540 bytes) file, in the byte order of either kind of machine, as
/// nifti1.h and nifti2.h lay it out. Only what a volume needs is kept.
/// </summary>
/// <param name="Length">Bytes of the header: <see cref="Length1"/> or <see cref="Length2"/>.</param>
/// <param name="Dimensions">The lengths along each axis, as many as the file says there are.</param>
/// <param name="PixelSpacing">pixdim[0] to pixdim[3]: qfac, then the spacings in the file's unit.</param>
/// <param name="DataType">The code of the stored type.</param>
/// <param name="VoxelsAt">Where the voxels begin.</param>
/// <param name="Slope">scl_slope.</param>
/// <param name="Intercept">scl_inter.</param>
/// <param name="UnitCode">The spatial part of xyzt_units: 0 not said, 1 metre, 2 millimetre, 3 micrometre.</param>
/// <param name="QuaternionCode">qform_code.</param>
/// <param name="AffineCode">sform_code.</param>
/// <param name="Quaternion">quatern_b, c, d and qoffset_x, y, z.</param>
/// <param name="Affine">The three rows of four of the sform.</param>
/// <param name="IsBigEndian">Whether the most significant byte of a number comes first.</param>
/// <param name="IsSingleFile">Whether the voxels follow in the same file ("n+1", "n+2") or stand in an .img beside it ("ni1", "ni2").</param>
internal sealed record NiftiHeader(
    int Length, IReadOnlyList<long> Dimensions, double[] PixelSpacing, int DataType, long VoxelsAt, double Slope, double Intercept, int UnitCode,
    int QuaternionCode, int AffineCode, double[] Quaternion, double[] Affine, bool IsBigEndian, bool IsSingleFile)
{
    internal const int Length1 = 348, Length2 = 540;

    /// <summary>The length that the first four bytes give the header, and its byte order; 0 where they give none.</summary>
    internal static (int Length, bool IsBigEndian) Measure(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadInt32LittleEndian(bytes) is Length1 or Length2 ? (BinaryPrimitives.ReadInt32LittleEndian(bytes), false)
        : BinaryPrimitives.ReadInt32BigEndian(bytes) is Length1 or Length2 ? (BinaryPrimitives.ReadInt32BigEndian(bytes), true)
        : (0, false);

    /// <summary>Reads a whole header.</summary>
    /// <returns>The header, or why there is none.</returns>
    internal static (NiftiHeader? Header, string Why) Parse(ReadOnlySpan<byte> bytes)
    {
        var (length, isBigEndian) = Measure(bytes);
        var fields = new Fields(bytes, isBigEndian);
        var magic = bytes.Slice(length == Length1 ? 344 : 4, 4);
        var isSingle = magic[1] == '+';
        var version = length == Length1 ? (byte)'1' : (byte)'2';
        if (magic[0] != 'n' || !(isSingle || magic[1] == 'i') || magic[2] != version || magic[3] != 0)
        {
            return (null, length == Length1
                ? "it is an Analyze file, which does not say how the patient lies; convert the DICOM files to NIfTI instead"
                : "its header is as long as one of NIfTI-2 but does not carry its mark");
        }

        var rank = length == Length1 ? fields.Short(40) : fields.Long(16);
        if (rank is < 1 or > 7)
            return (null, $"its header gives it {rank} dimensions, where 1 to 7 are possible");
        return (length == Length1 ? Read1(fields, (int)rank, isSingle) : Read2(fields, (int)rank, isSingle), "");
    }

    private static NiftiHeader Read1(in Fields fields, int rank, bool isSingle)
    {
        var dimensions = new long[rank];
        for (var axis = 0; axis < rank; axis++)
            dimensions[axis] = fields.Short(42 + (2 * axis));
        return new NiftiHeader(
            Length1, dimensions, fields.Singles(76, 4), fields.Short(70), (long)Math.Clamp(fields.Single(108), -1, 1L << 60), fields.Single(112), fields.Single(116),
            fields.Byte(123) & 7, fields.Short(252), fields.Short(254), fields.Singles(256, 6), fields.Singles(280, 12), fields.IsBigEndian, isSingle);
    }

    private static NiftiHeader Read2(in Fields fields, int rank, bool isSingle)
    {
        var dimensions = new long[rank];
        for (var axis = 0; axis < rank; axis++)
            dimensions[axis] = fields.Long(24 + (8 * axis));
        return new NiftiHeader(
            Length2, dimensions, fields.Doubles(104, 4), fields.Short(12), fields.Long(168), fields.Double(176), fields.Double(184),
            fields.Int(500) & 7, fields.Int(344), fields.Int(348), fields.Doubles(352, 6), fields.Doubles(400, 12), fields.IsBigEndian, isSingle);
    }

    /// <summary>Numbers at places of the header, in its byte order.</summary>
    private readonly ref struct Fields(ReadOnlySpan<byte> bytes, bool isBigEndian)
    {
        private readonly ReadOnlySpan<byte> bytes = bytes;

        internal bool IsBigEndian { get; } = isBigEndian;

        internal byte Byte(int at) => bytes[at];

        internal short Short(int at) => IsBigEndian ? BinaryPrimitives.ReadInt16BigEndian(bytes[at..]) : BinaryPrimitives.ReadInt16LittleEndian(bytes[at..]);

        internal int Int(int at) => IsBigEndian ? BinaryPrimitives.ReadInt32BigEndian(bytes[at..]) : BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);

        internal long Long(int at) => IsBigEndian ? BinaryPrimitives.ReadInt64BigEndian(bytes[at..]) : BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);

        internal float Single(int at) => BitConverter.Int32BitsToSingle(Int(at));

        internal double Double(int at) => BitConverter.Int64BitsToDouble(Long(at));

        internal double[] Singles(int at, int count)
        {
            var values = new double[count];
            for (var i = 0; i < count; i++)
                values[i] = Single(at + (4 * i));
            return values;
        }

        internal double[] Doubles(int at, int count)
        {
            var values = new double[count];
            for (var i = 0; i < count; i++)
                values[i] = Double(at + (8 * i));
            return values;
        }
    }
}
