namespace Lucarne.Torch;

/// <content>New tensors, and the same values in another shape, type, place or layout.</content>
public sealed partial class Tensor
{
    private static readonly Operator ZerosOperator = new("aten::zeros");
    private static readonly Operator FullOperator = new("aten::full");
    private static readonly Operator RandnOperator = new("aten::randn");
    private static readonly Operator ArangeOperator = new("aten::arange");
    private static readonly Operator ToOperator = new("aten::to", "dtype");
    private static readonly Operator MoveOperator = new("aten::to", "dtype_layout");
    private static readonly Operator ContiguousOperator = new("aten::contiguous");
    private static readonly Operator CloneOperator = new("aten::clone");
    private static readonly Operator DetachOperator = new("aten::detach");
    private static readonly Operator ReshapeOperator = new("aten::reshape");
    private static readonly Operator FlattenOperator = new("aten::flatten", "using_ints");
    private static readonly Operator TransposeOperator = new("aten::transpose", "int");
    private static readonly Operator UnsqueezeOperator = new("aten::unsqueeze");
    private static readonly Operator SqueezeOperator = new("aten::squeeze", "dim");
    private static readonly Operator NarrowOperator = new("aten::narrow");
    private static readonly Operator SelectOperator = new("aten::select", "int");
    private static readonly Operator IndexSelectOperator = new("aten::index_select");
    private static readonly Operator ExpandOperator = new("aten::expand");
    private static readonly Operator FlipOperator = new("aten::flip");
    private static readonly Operator CatOperator = new("aten::cat");
    private static readonly Operator StackOperator = new("aten::stack");

    /// <summary>Zeros.</summary>
    public static Tensor Zeros(long[] shape, ScalarType type = ScalarType.Float32, Device device = default) =>
        ZerosOperator.Call(shape, type, Argument.None, device);

    /// <summary>One value everywhere.</summary>
    public static Tensor Full(long[] shape, double value, ScalarType type = ScalarType.Float32, Device device = default) =>
        FullOperator.Call(shape, value, type, Argument.None, device);

    /// <summary>Ones.</summary>
    public static Tensor Ones(long[] shape, ScalarType type = ScalarType.Float32, Device device = default) => Full(shape, 1, type, device);

    /// <summary>Values of the standard normal distribution, from libtorch's seeded generator.</summary>
    public static Tensor Randn(long[] shape, Device device = default) => RandnOperator.Call(shape, ScalarType.Float32, Argument.None, device);

    /// <summary>0, 1, …, <paramref name="end"/> − 1.</summary>
    public static Tensor Arange(long end, Device device = default) => ArangeOperator.Call(end, ScalarType.Int64, Argument.None, device);

    /// <summary>Joins tensors along a dimension that they have.</summary>
    public static Tensor Cat(Tensor[] tensors, int dimension = 0) => CatOperator.Call(tensors, dimension);

    /// <summary>Joins tensors along a new dimension.</summary>
    public static Tensor Stack(Tensor[] tensors, int dimension = 0) => StackOperator.Call(tensors, dimension);

    /// <summary>The same values as elements of another type.</summary>
    public Tensor To(ScalarType type) => ToOperator.Call(this, type);

    /// <summary>The same values on another device.</summary>
    public Tensor Move(Device device) => MoveOperator.Call(this, Argument.None, Argument.None, device);

    /// <summary>The same values laid out in memory as asked.</summary>
    public Tensor Contiguous(MemoryFormat format = MemoryFormat.Contiguous) => ContiguousOperator.Call(this, format);

    /// <summary>A copy.</summary>
    public Tensor Clone() => CloneOperator.Call(this);

    /// <summary>The same values, out of the gradient's sight.</summary>
    public Tensor Detach() => DetachOperator.Call(this);

    /// <summary>The same values in another shape; one size may be −1.</summary>
    public Tensor Reshape(params long[] shape) => ReshapeOperator.Call(this, shape);

    /// <summary>Folds the dimensions from <paramref name="from"/> to <paramref name="to"/> into one.</summary>
    public Tensor Flatten(int from = 0, int to = -1) => FlattenOperator.Call(this, from, to);

    /// <summary>Two dimensions exchanged.</summary>
    public Tensor Transpose(int first, int second) => TransposeOperator.Call(this, first, second);

    /// <summary>A new dimension of size 1.</summary>
    public Tensor Unsqueeze(int dimension) => UnsqueezeOperator.Call(this, dimension);

    /// <summary>Without a dimension of size 1.</summary>
    public Tensor Squeeze(int dimension) => SqueezeOperator.Call(this, dimension);

    /// <summary>The part of a dimension from <paramref name="start"/> on; a view.</summary>
    public Tensor Narrow(int dimension, long start, long length) => NarrowOperator.Call(this, dimension, start, length);

    /// <summary>One index of a dimension; a view without it.</summary>
    public Tensor Select(int dimension, long index) => SelectOperator.Call(this, dimension, index);

    /// <summary>The indexed rows of a dimension, in that order; a copy.</summary>
    public Tensor IndexSelect(int dimension, Tensor indices) => IndexSelectOperator.Call(this, dimension, indices);

    /// <summary>Dimensions of size 1 repeated without copying.</summary>
    public Tensor Expand(params long[] shape) => ExpandOperator.Call(this, shape);

    /// <summary>The named dimensions reversed.</summary>
    public Tensor Flip(params long[] dimensions) => FlipOperator.Call(this, dimensions);
}
