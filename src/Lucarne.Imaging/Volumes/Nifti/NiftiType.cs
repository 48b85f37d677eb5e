namespace Lucarne.Imaging.Volumes;

/// <summary>The number types of stored voxels, by NIfTI's datatype codes (nifti1.h, "DATATYPE").</summary>
internal enum NiftiType
{
    UInt8 = 2,
    Int16 = 4,
    Int32 = 8,
    Float32 = 16,
    Float64 = 64,
    Int8 = 256,
    UInt16 = 512,
    UInt32 = 768,
    Int64 = 1024,
    UInt64 = 1280,
}

/// <summary>What the codes mean.</summary>
internal static class NiftiTypes
{
    /// <summary>Bytes of a voxel; 0 for a type that is not read.</summary>
    internal static int Bytes(NiftiType type) => type switch
    {
        NiftiType.UInt8 or NiftiType.Int8 => 1,
        NiftiType.Int16 or NiftiType.UInt16 => 2,
        NiftiType.Int32 or NiftiType.UInt32 or NiftiType.Float32 => 4,
        NiftiType.Int64 or NiftiType.UInt64 or NiftiType.Float64 => 8,
        _ => 0,
    };

    /// <summary>A code's name, for messages.</summary>
    internal static string Name(int code) => code switch
    {
        1 => "single bits",
        32 or 1792 or 2048 => "complex numbers",
        128 or 2304 => "colours",
        1536 => "128-bit floating-point numbers",
        _ => Enum.IsDefined((NiftiType)code) ? ((NiftiType)code).ToString().ToUpperInvariant() : $"the unknown type {code}",
    };

    /// <summary>The code under which a volume of <typeparamref name="T"/> is written, or null.</summary>
    internal static NiftiType? Of<T>() =>
        typeof(T) == typeof(byte) ? NiftiType.UInt8
        : typeof(T) == typeof(short) ? NiftiType.Int16
        : typeof(T) == typeof(float) ? NiftiType.Float32
        : null;
}
