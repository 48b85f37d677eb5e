using Lucarne.Torch.Native;

namespace Lucarne.Torch;

/// <summary>One argument of an ATen operator. Converts by itself from tensors, numbers, lists and text.</summary>
public readonly struct Argument
{
    private readonly long _bits;

    private Argument(NativeTag tag, long bits, object? reference)
    {
        Tag = tag;
        _bits = bits;
        Reference = reference;
    }

    /// <summary>The default that the operator's schema gives.</summary>
    public static Argument Default => new(NativeTag.Default, 0, null);

    /// <summary>None: an optional argument left out.</summary>
    public static Argument None => new(NativeTag.None, 0, null);

    /// <summary>
    /// What it carries: a <see cref="Tensor"/>, a long, a double, a bool, text, or an array of these; null for none and for the schema's default.
    /// </summary>
    public object? Value => Tag switch
    {
        NativeTag.Integer => _bits,
        NativeTag.Real => BitConverter.Int64BitsToDouble(_bits),
        NativeTag.Boolean => _bits != 0,
        _ => Reference,
    };

    internal NativeTag Tag { get; }

    /// <summary>What must outlive the native call: a tensor, a list or text.</summary>
    internal object? Reference { get; }

    /// <summary>How many 8-byte cells the argument needs outside its own value.</summary>
    internal int Cells => Reference switch
    {
        Array list => Tag == NativeTag.BooleanList ? (list.Length + 7) / 8 : list.Length,
        string text => (System.Text.Encoding.UTF8.GetMaxByteCount(text.Length) + 7) / 8,
        _ => 0,
    };

    /// <summary>A tensor, or none for null.</summary>
    public static implicit operator Argument(Tensor? tensor) =>
        tensor is null ? None : new Argument(NativeTag.Tensor, 0, tensor);

    /// <summary>A list of tensors; a null element is none, where the operator takes lists with holes.</summary>
    public static implicit operator Argument(Tensor?[]? tensors) => tensors is null ? None : new(NativeTag.TensorList, 0, tensors);

    /// <summary>An integer.</summary>
    public static implicit operator Argument(long value) => new(NativeTag.Integer, value, null);

    /// <summary>An integer.</summary>
    public static implicit operator Argument(int value) => new(NativeTag.Integer, value, null);

    /// <summary>A real number.</summary>
    public static implicit operator Argument(double value) => new(NativeTag.Real, BitConverter.DoubleToInt64Bits(value), null);

    /// <summary>A truth value.</summary>
    public static implicit operator Argument(bool value) => new(NativeTag.Boolean, value ? 1 : 0, null);

    /// <summary>A list of integers, or none for null.</summary>
    public static implicit operator Argument(long[]? values) => values is null ? None : new(NativeTag.IntegerList, 0, values);

    /// <summary>A list of real numbers, or none for null.</summary>
    public static implicit operator Argument(double[]? values) => values is null ? None : new(NativeTag.RealList, 0, values);

    /// <summary>A list of truth values, or none for null.</summary>
    public static implicit operator Argument(bool[]? values) => values is null ? None : new(NativeTag.BooleanList, 0, values);

    /// <summary>Text, or none for null.</summary>
    public static implicit operator Argument(string? value) => value is null ? None : new(NativeTag.String, 0, value);

    /// <summary>An element type.</summary>
    public static implicit operator Argument(ScalarType value) => new(NativeTag.Integer, (long)value, null);

    /// <summary>A memory format.</summary>
    public static implicit operator Argument(MemoryFormat value) => new(NativeTag.Integer, (long)value, null);

    /// <summary>A device.</summary>
    public static implicit operator Argument(Device value) => new(NativeTag.String, 0, value.ToString());

    /// <summary>Writes the native form; lists and text go to <paramref name="cells"/>, which must stay where it is until the call ends.</summary>
    internal unsafe NativeValue Write(Span<long> cells)
    {
        var value = new NativeValue { Tag = Tag, Integer = _bits };
        fixed (long* start = cells)
        {
            switch (Reference)
            {
                case null:
                    return value;
                case Tensor tensor:
                    value.Pointer = tensor.Handle;
                    return value;
                case Tensor?[] tensors:
                    for (var i = 0; i < tensors.Length; i++) cells[i] = tensors[i]?.Handle ?? 0;
                    value.Length = tensors.Length;
                    break;
                case long[] integers:
                    integers.CopyTo(cells);
                    value.Length = integers.Length;
                    break;
                case double[] reals:
                    for (var i = 0; i < reals.Length; i++) cells[i] = BitConverter.DoubleToInt64Bits(reals[i]);
                    value.Length = reals.Length;
                    break;
                case bool[] flags:
                    for (var i = 0; i < flags.Length; i++) ((byte*)start)[i] = flags[i] ? (byte)1 : (byte)0;
                    value.Length = flags.Length;
                    break;
                case string text:
                    value.Length = System.Text.Encoding.UTF8.GetBytes(text, new Span<byte>(start, cells.Length * 8));
                    break;
            }

            value.Pointer = (nint)start;
            return value;
        }
    }
}
