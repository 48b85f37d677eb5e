namespace Lucarne.Torch.Modules;

/// <summary>Where a convolution adds its zeros.</summary>
public enum PaddingStyle
{
    /// <summary>The same number on both sides, as PyTorch does.</summary>
    Symmetric,

    /// <summary>
    /// TensorFlow's "SAME": as many as make the output ⌈input / stride⌉ long, the odd one at the right and bottom. Weights that
    /// were trained so are shifted by half a pixel a layer under symmetric padding.
    /// </summary>
    TensorFlow,
}

/// <summary>A two-dimensional convolution: [N, C, H, W] → [N, K, H', W'].</summary>
public sealed class Conv2d : Module
{
    private readonly long[] _stride;
    private readonly long[] _padding;
    private readonly long _kernel;

    /// <summary>A convolution with PyTorch's default first weights.</summary>
    public Conv2d(long inputs, long outputs, long kernel, long stride = 1, long padding = 0, long groups = 1, bool bias = true)
    {
        (_kernel, _stride, _padding, Groups) = (kernel, [stride, stride], [padding, padding], groups);
        Weight = Parameter("weight", Tensor.Zeros([outputs, inputs / groups, kernel, kernel]));
        var fanIn = Initialisation.FanIn([outputs, inputs / groups, kernel, kernel]);
        Initialisation.UniformFanIn(Weight, fanIn);
        if (!bias) return;
        Bias = Parameter("bias", Tensor.Zeros([outputs]));
        Initialisation.UniformFanIn(Bias, fanIn);
    }

    /// <summary>[K, C / groups, kernel, kernel].</summary>
    public Tensor Weight { get; }

    /// <summary>[K], or null.</summary>
    public Tensor? Bias { get; private set; }

    /// <summary>Channels are convolved in this many separate groups.</summary>
    public long Groups { get; }

    /// <summary>The step in pixels.</summary>
    public long Stride => _stride[0];

    /// <summary>Where the zeros go.</summary>
    public PaddingStyle PaddingStyle { get; set; }

    /// <summary>
    /// Folds the batch norm that follows into this convolution, for prediction: w' = w · γ / √(σ² + ε),
    /// b' = (b − μ) · γ / √(σ² + ε) + β. The norm becomes an identity; both can then no longer be trained apart.
    /// </summary>
    public void TakeOver(BatchNorm2d norm)
    {
        if (norm.IsIdentity) return;
        using var still = new NoGradient();
        using var scope = new TensorScope();
        var deviation = (norm.RunningVariance.To(ScalarType.Float64) + norm.Epsilon).Sqrt();
        var scale = norm.Weight.To(ScalarType.Float64) / deviation;
        var shift = norm.Bias.To(ScalarType.Float64) - (norm.RunningMean.To(ScalarType.Float64) * scale);
        if (Bias is not null) shift += Bias.To(ScalarType.Float64) * scale;
        Weight.CopyInPlace(Weight.To(ScalarType.Float64) * scale.Reshape(-1, 1, 1, 1));
        if (Bias is null) Bias = Parameter("bias", shift.To(Weight.Type));
        else Bias.CopyInPlace(shift);
        norm.IsIdentity = true;
    }

    /// <inheritdoc />
    public override Tensor Forward(Tensor input) => Forward(input, Weight, Bias);

    /// <summary>
    /// Convolutions that took their norms over (<see cref="TakeOver"/>), each followed by max(0, x), before the last of which something may be added:
    /// [N, C, H, W] → [N, K, H', W'].
    /// </summary>
    /// <param name="convolutions">At least one, in the order of their use.</param>
    /// <param name="input">What the first is given.</param>
    /// <param name="added">As large as what the last one gives, or null.</param>
    public static Tensor ReluChain(ReadOnlySpan<Conv2d> convolutions, Tensor input, Tensor? added = null)
    {
        if (IsOneByOne(convolutions)) return OneByOne(convolutions, input, added);
        var (weights, biases) = (new Tensor[convolutions.Length], new Tensor?[convolutions.Length]);
        var (strides, paddings) = (new long[convolutions.Length], new long[convolutions.Length]);
        for (var i = 0; i < convolutions.Length; i++)
            (weights[i], biases[i], strides[i], paddings[i]) = (convolutions[i].Weight, convolutions[i].Bias, convolutions[i].Stride, convolutions[i]._padding[0]);
        return input.Conv2dReluChain(weights, biases, strides, paddings, added);
    }

    /// <summary>The convolution with a weight and a bias computed from this module's own, as behind a frozen batch norm.</summary>
    public Tensor Forward(Tensor input, Tensor weight, Tensor? bias)
    {
        if (PaddingStyle == PaddingStyle.Symmetric) return input.Conv2d(weight, bias, _stride, _padding, [1, 1], Groups);
        var shape = input.Shape;
        var (top, bottom) = Same(shape[2]);
        var (left, right) = Same(shape[3]);
        if (top == bottom && left == right && top == left) return input.Conv2d(weight, bias, _stride, [top, left], [1, 1], Groups);
        using var padded = input.Pad(left, right, top, bottom);
        return padded.Conv2d(weight, bias, _stride, [0, 0], [1, 1], Groups);
    }

    /// <summary>Whoever listens is told the operators that everybody knows; groups and TensorFlow's zeros are nothing that a chain has.</summary>
    private static bool IsOneByOne(ReadOnlySpan<Conv2d> convolutions)
    {
        var simple = !OperatorTrace.IsOpen;
        foreach (var convolution in convolutions) simple &= convolution.Groups == 1 && convolution.PaddingStyle == PaddingStyle.Symmetric;
        return !simple;
    }

    private static Tensor OneByOne(ReadOnlySpan<Conv2d> convolutions, Tensor input, Tensor? added)
    {
        var maps = convolutions[0].Forward(input);
        foreach (var convolution in convolutions[1..])
        {
            using var before = maps.ReluInPlace();
            maps = convolution.Forward(before);
        }

        return (added is null ? maps : maps.AddInPlace(added)).ReluInPlace();
    }

    private (long Before, long After) Same(long length)
    {
        var outputs = (length + Stride - 1) / Stride;
        var total = Math.Max(0, ((outputs - 1) * Stride) + _kernel - length);
        return (total / 2, total - (total / 2));
    }
}
