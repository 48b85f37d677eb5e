namespace Lucarne.Torch;

/// <content>Arithmetic, element by element or over dimensions.</content>
public sealed partial class Tensor
{
    private static readonly Operator AddTensor = new("aten::add", "Tensor");
    private static readonly Operator AddScalar = new("aten::add", "Scalar");
    private static readonly Operator SubTensor = new("aten::sub", "Tensor");
    private static readonly Operator MulTensor = new("aten::mul", "Tensor");
    private static readonly Operator MulScalar = new("aten::mul", "Scalar");
    private static readonly Operator DivTensor = new("aten::div", "Tensor");
    private static readonly Operator MatmulOperator = new("aten::matmul");
    private static readonly Operator PowOperator = new("aten::pow", "Tensor_Scalar");
    private static readonly Operator PowTensorOperator = new("aten::pow", "Tensor_Tensor");
    private static readonly Operator SqrtOperator = new("aten::sqrt");
    private static readonly Operator LogOperator = new("aten::log");
    private static readonly Operator ClampOperator = new("aten::clamp");
    private static readonly Operator SumOperator = new("aten::sum");
    private static readonly Operator SumDimensions = new("aten::sum", "dim_IntList");
    private static readonly Operator MeanOperator = new("aten::mean");
    private static readonly Operator MeanDimensions = new("aten::mean", "dim");
    private static readonly Operator StdDimensions = new("aten::std", "dim");
    private static readonly Operator MaxOperator = new("aten::max", "dim");
    private static readonly Operator EqualOperator = new("aten::eq", "Tensor");
    private static readonly Operator LogSumExpOperator = new("aten::logsumexp");
    private static readonly Operator NormOperator = new("aten::norm", "Scalar");
    private static readonly Operator AddInPlaceOperator = new("aten::add_", "Tensor");
    private static readonly Operator ClampInPlaceOperator = new("aten::clamp_");
    private static readonly Operator HardtanhInPlaceOperator = new("aten::hardtanh_");
    private static readonly Operator LerpInPlaceOperator = new("aten::lerp_", "Scalar");
    private static readonly Operator CopyInPlaceOperator = new("aten::copy_");
    private static readonly Operator FillInPlaceOperator = new("aten::fill_", "Scalar");
    private static readonly Operator NormalInPlaceOperator = new("aten::normal_");
    private static readonly Operator UniformInPlaceOperator = new("aten::uniform_");

    /// <summary>Sum, element by element, with broadcasting.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => AddTensor.Call(left, right);

    /// <summary>Every element plus a number.</summary>
    public static Tensor operator +(Tensor left, double right) => AddScalar.Call(left, right);

    /// <summary>Difference, element by element, with broadcasting.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => SubTensor.Call(left, right);

    /// <summary>Product, element by element, with broadcasting.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => MulTensor.Call(left, right);

    /// <summary>Every element times a number.</summary>
    public static Tensor operator *(Tensor left, double right) => MulScalar.Call(left, right);

    /// <summary>Quotient, element by element, with broadcasting.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => DivTensor.Call(left, right);

    /// <summary>Matrix product over the last two dimensions.</summary>
    public Tensor Matmul(Tensor right) => MatmulOperator.Call(this, right);

    /// <summary>Every element to a power.</summary>
    public Tensor Pow(double exponent) => PowOperator.Call(this, exponent);

    /// <summary>Every element to its own power, with broadcasting.</summary>
    public Tensor PowTensor(Tensor exponent) => PowTensorOperator.Call(this, exponent);

    /// <summary>Square root of every element.</summary>
    public Tensor Sqrt() => SqrtOperator.Call(this);

    /// <summary>Natural logarithm of every element.</summary>
    public Tensor Log() => LogOperator.Call(this);

    /// <summary>Every element brought within bounds.</summary>
    public Tensor Clamp(double low, double high) => ClampOperator.Call(this, low, high);

    /// <summary>Sum of all elements.</summary>
    public Tensor Sum() => SumOperator.Call(this);

    /// <summary>Sum over dimensions.</summary>
    public Tensor Sum(long[] dimensions, bool keep = false) => SumDimensions.Call(this, dimensions, keep);

    /// <summary>Mean of all elements.</summary>
    public Tensor Mean() => MeanOperator.Call(this);

    /// <summary>Mean over dimensions.</summary>
    public Tensor Mean(long[] dimensions, bool keep = false) => MeanDimensions.Call(this, dimensions, keep);

    /// <summary>Standard deviation over dimensions; unbiased (n − 1) where asked.</summary>
    public Tensor Std(long[] dimensions, bool unbiased, bool keep = false) => StdDimensions.Call(this, dimensions, unbiased, keep);

    /// <summary>Index of the largest element along a dimension, the first of equal ones, Int64.</summary>
    public Tensor Argmax(int dimension)
    {
        // aten::argmax takes thirteen times as long along a dimension that is not the last: 41 ms against 3 for [8, 8, 160, 160] on two cores.
        var (largest, index) = MaxOperator.CallPair(this, dimension);
        largest.Dispose();
        return index;
    }

    /// <summary>Whether elements are equal, element by element: Bool.</summary>
    public Tensor Equal(Tensor other) => EqualOperator.Call(this, other);

    /// <summary>Logarithm of the sum of exponentials over dimensions, computed stably.</summary>
    public Tensor LogSumExp(long[] dimensions, bool keep = false) => LogSumExpOperator.Call(this, dimensions, keep);

    /// <summary>Euclidean norm of all elements.</summary>
    public Tensor Norm() => NormOperator.Call(this, 2);

    /// <summary>Adds <paramref name="scale"/> × <paramref name="other"/> to this tensor.</summary>
    public Tensor AddInPlace(Tensor other, double scale = 1)
    {
        AddInPlaceOperator.Run(this, other, scale);
        return this;
    }

    /// <summary>Brings this tensor's elements within bounds.</summary>
    public Tensor ClampInPlace(double low, double high)
    {
        ClampInPlaceOperator.Run(this, low, high);
        return this;
    }

    /// <summary>
    /// Brings this tensor's elements within bounds, with a gradient that needs the outcome alone: one pass where clamp's takes several.
    /// libtorch 1.13 has no such gradient for bfloat16 on a CPU.
    /// </summary>
    public Tensor HardtanhInPlace(double low, double high)
    {
        HardtanhInPlaceOperator.Run(this, low, high);
        return this;
    }

    /// <summary>Moves this tensor towards another by a fraction of the way.</summary>
    public Tensor LerpInPlace(Tensor end, double weight)
    {
        LerpInPlaceOperator.Run(this, end, weight);
        return this;
    }

    /// <summary>Takes over another tensor's values, with broadcasting and conversion.</summary>
    public Tensor CopyInPlace(Tensor source)
    {
        CopyInPlaceOperator.Run(this, source);
        return this;
    }

    /// <summary>Sets every element.</summary>
    public Tensor FillInPlace(double value)
    {
        FillInPlaceOperator.Run(this, value);
        return this;
    }

    /// <summary>Draws every element from a normal distribution.</summary>
    public Tensor NormalInPlace(double mean, double standardDeviation)
    {
        NormalInPlaceOperator.Run(this, mean, standardDeviation);
        return this;
    }

    /// <summary>Draws every element uniformly from [low, high).</summary>
    public Tensor UniformInPlace(double low, double high)
    {
        UniformInPlaceOperator.Run(this, low, high);
        return this;
    }
}
