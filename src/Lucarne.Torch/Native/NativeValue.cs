using System.Runtime.InteropServices;

namespace Lucarne.Torch.Native;

/// <summary>The kinds of value that cross the boundary: <c>LtTag</c>.</summary>
internal enum NativeTag
{
    None = 0,
    Tensor = 1,
    TensorList = 2,
    Integer = 3,
    Real = 4,
    Boolean = 5,
    IntegerList = 6,
    RealList = 7,
    BooleanList = 8,
    String = 9,
    Default = 10,
}

/// <summary><c>LtValue</c>: one argument or result.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct NativeValue
{
    [FieldOffset(0)]
    public NativeTag Tag;

    [FieldOffset(4)]
    public int Length;

    [FieldOffset(8)]
    public long Integer;

    [FieldOffset(8)]
    public double Real;

    [FieldOffset(8)]
    public nint Pointer;
}
