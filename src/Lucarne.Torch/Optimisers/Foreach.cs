namespace Lucarne.Torch.Optimisers;

/// <summary>libtorch's operators over whole lists of tensors.</summary>
public static class Foreach
{
    private static readonly Operator MulScalar = new("aten::_foreach_mul_", "Scalar");
    private static readonly Operator AddList = new("aten::_foreach_add_", "List");
    private static readonly Operator AddScalar = new("aten::_foreach_add_", "Scalar");
    private static readonly Operator AddNew = new("aten::_foreach_add", "List");
    private static readonly Operator Addcmul = new("aten::_foreach_addcmul_", "Scalar");
    private static readonly Operator Addcdiv = new("aten::_foreach_addcdiv_", "Scalar");
    private static readonly Operator SqrtNew = new("aten::_foreach_sqrt");
    private static readonly Operator ZerosLikeOperator = new("aten::zeros_like");

    /// <summary>Every tensor times a number.</summary>
    public static void MultiplyInPlace(Tensor[] tensors, double factor) => MulScalar.Run(tensors, factor);

    /// <summary>Every tensor plus a scaled other.</summary>
    public static void AddInPlace(Tensor[] tensors, Tensor[] others, double scale = 1) => AddList.Run(tensors, others, scale);

    /// <summary>Moves every tensor towards another by a fraction of the way, as averaging weights does.</summary>
    public static void LerpInPlace(Tensor[] tensors, Tensor[] ends, double weight)
    {
        MultiplyInPlace(tensors, 1 - weight);
        AddInPlace(tensors, ends, weight);
    }

    internal static void AddInPlace(Tensor[] tensors, double value) => AddScalar.Run(tensors, value);

    internal static Tensor[] Add(Tensor[] tensors, Tensor[] others, double scale) => AddNew.CallList(tensors, others, scale);

    internal static void AddProductInPlace(Tensor[] tensors, Tensor[] left, Tensor[] right, double scale) => Addcmul.Run(tensors, left, right, scale);

    internal static void AddQuotientInPlace(Tensor[] tensors, Tensor[] over, Tensor[] under, double scale) => Addcdiv.Run(tensors, over, under, scale);

    internal static Tensor[] Sqrt(Tensor[] tensors) => SqrtNew.CallList((Argument)tensors);

    internal static Tensor ZerosLike(Tensor tensor) => ZerosLikeOperator.Call(tensor);
}
