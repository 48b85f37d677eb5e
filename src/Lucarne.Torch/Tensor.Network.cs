namespace Lucarne.Torch;

/// <content>What networks are made of.</content>
public sealed partial class Tensor
{
    private static readonly Operator Conv2dOperator = new("aten::conv2d");
    private static readonly Operator FastConv2dOperator = new("lucarne::conv2d");
    private static readonly Operator Conv2dReluChainOperator = new("lucarne::conv2d_relu_chain");
    private static readonly Operator ConvTranspose2dOperator = new("aten::conv_transpose2d", "input");
    private static readonly Operator PixelShuffleOperator = new("aten::pixel_shuffle");
    private static readonly Operator BatchNormOperator = new("aten::batch_norm");
    private static readonly Operator LinearOperator = new("aten::linear");
    private static readonly Operator ReluOperator = new("aten::relu");
    private static readonly Operator ReluInPlaceOperator = new("aten::relu_");
    private static readonly Operator SiluOperator = new("aten::silu");
    private static readonly Operator SiluInPlaceOperator = new("aten::silu_");
    private static readonly Operator SigmoidOperator = new("aten::sigmoid");
    private static readonly Operator SoftmaxOperator = new("aten::softmax", "int");
    private static readonly Operator LogSoftmaxOperator = new("aten::log_softmax", "int");
    private static readonly Operator DropoutOperator = new("aten::dropout");
    private static readonly Operator MaxPool2dOperator = new("aten::max_pool2d");
    private static readonly Operator AvgPool2dOperator = new("aten::avg_pool2d");
    private static readonly Operator AdaptiveAvgPool2dOperator = new("aten::adaptive_avg_pool2d");
    private static readonly Operator PadOperator = new("aten::constant_pad_nd");
    private static readonly Operator BorderPadOperator = new("aten::replication_pad2d");
    private static readonly Operator CrossEntropyOperator = new("aten::cross_entropy_loss");
    private static readonly Operator BinaryCrossEntropyOperator = new("aten::binary_cross_entropy_with_logits");
    private static readonly Operator AffineGridOperator = new("aten::affine_grid_generator");
    private static readonly Operator GridSampleOperator = new("aten::grid_sampler");

    /// <summary>
    /// Convolution of [N, C, H, W] with weights [K, C / groups, kH, kW]. On a processor, where it is faster, by Winograd's minimal filtering: equal
    /// to the direct sum up to float32's rounding.
    /// </summary>
    public Tensor Conv2d(Tensor weight, Tensor? bias, long[] stride, long[] padding, long[] dilation, long groups)
    {
        // Whoever listens is told the operator that everybody knows.
        var convolution = OperatorTrace.IsOpen ? Conv2dOperator : FastConv2dOperator;
        return convolution.Call(this, weight, bias, stride, padding, dilation, groups);
    }

    /// <summary>
    /// Convolutions of [N, C, H, W], each followed by max(0, x), before the last of which something may be added. Without a gradient the processor
    /// keeps in its caches what lies between them, and the weights in an order of its own: they are taken for final, as those of a network that
    /// only predicts are.
    /// </summary>
    /// <param name="weights">[K, C, kH, kW] each.</param>
    /// <param name="biases">[K] or null, one for each weight.</param>
    /// <param name="strides">One for each weight.</param>
    /// <param name="paddings">One for each weight.</param>
    /// <param name="added">As large as the result, or null.</param>
    public Tensor Conv2dReluChain(Tensor[] weights, Tensor?[] biases, long[] strides, long[] paddings, Tensor? added = null) =>
        Conv2dReluChainOperator.Call(this, weights, biases, strides, paddings, added);

    /// <summary>Transposed convolution of [N, C, H, W] with weights [C, K, kH, kW].</summary>
    public Tensor ConvTranspose2d(Tensor weight, Tensor? bias, long[] stride, long[] padding) =>
        ConvTranspose2dOperator.Call(this, weight, bias, stride, padding);

    /// <summary>Channels become pixels: [N, C·factor², H, W] → [N, C, H·factor, W·factor], as PyTorch's <c>pixel_shuffle</c>.</summary>
    public Tensor PixelShuffle(long factor) => PixelShuffleOperator.Call(this, factor);

    /// <summary>Batch normalisation over dimension 1; in training the running figures are moved by <paramref name="momentum"/>.</summary>
    public Tensor BatchNorm(Tensor? weight, Tensor? bias, Tensor? runningMean, Tensor? runningVariance, bool training, double momentum, double epsilon) =>
        BatchNormOperator.Call(this, weight, bias, runningMean, runningVariance, training, momentum, epsilon, true);

    /// <summary>[…, in] times the transpose of weights [out, in], plus a bias.</summary>
    public Tensor Linear(Tensor weight, Tensor? bias) => LinearOperator.Call(this, weight, bias);

    /// <summary>max(0, x).</summary>
    public Tensor Relu() => ReluOperator.Call(this);

    /// <summary>max(0, x), in this tensor.</summary>
    public Tensor ReluInPlace()
    {
        ReluInPlaceOperator.Run(this);
        return this;
    }

    /// <summary>x · σ(x).</summary>
    public Tensor Silu() => SiluOperator.Call(this);

    /// <summary>x · σ(x), in this tensor.</summary>
    public Tensor SiluInPlace()
    {
        SiluInPlaceOperator.Run(this);
        return this;
    }

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public Tensor Sigmoid() => SigmoidOperator.Call(this);

    /// <summary>Exponentials that sum to 1 along a dimension.</summary>
    public Tensor Softmax(int dimension) => SoftmaxOperator.Call(this, dimension);

    /// <summary>Logarithm of <see cref="Softmax"/>, computed stably.</summary>
    public Tensor LogSoftmax(int dimension) => LogSoftmaxOperator.Call(this, dimension);

    /// <summary>Sets elements to 0 with a probability and scales the rest, in training only.</summary>
    public Tensor Dropout(double probability, bool training) => DropoutOperator.Call(this, probability, training);

    /// <summary>Largest value in each window.</summary>
    public Tensor MaxPool2d(long kernel, long stride, long padding = 0) =>
        MaxPool2dOperator.Call(this, new[] { kernel, kernel }, new[] { stride, stride }, new[] { padding, padding });

    /// <summary>Mean of each window.</summary>
    public Tensor AvgPool2d(long kernel, long stride) => AvgPool2dOperator.Call(this, new[] { kernel, kernel }, new[] { stride, stride });

    /// <summary>Means over as many windows as the output has places.</summary>
    public Tensor AdaptiveAvgPool2d(long height, long width) => AdaptiveAvgPool2dOperator.Call(this, new[] { height, width });

    /// <summary>Adds a constant border to the last two dimensions.</summary>
    public Tensor Pad(long left, long right, long top, long bottom, double value = 0) =>
        PadOperator.Call(this, new[] { left, right, top, bottom }, value);

    /// <summary>Repeats the outermost values of the last two dimensions outwards.</summary>
    public Tensor PadWithBorder(long left, long right, long top, long bottom) => BorderPadOperator.Call(this, new[] { left, right, top, bottom });

    /// <summary>Mean cross-entropy of logits [N, K] (or [N, K, …]) against class indices [N] or class probabilities [N, K].</summary>
    /// <param name="target">Int64 indices, or float probabilities.</param>
    /// <param name="classWeights">[K], or null for equal weights.</param>
    /// <param name="labelSmoothing">Part of the target spread evenly over all classes.</param>
    public Tensor CrossEntropy(Tensor target, Tensor? classWeights = null, double labelSmoothing = 0) =>
        CrossEntropyOperator.Call(this, target, classWeights, 1, -100, labelSmoothing);

    /// <summary>Mean binary cross-entropy of logits against targets in [0, 1] of the same shape.</summary>
    public Tensor BinaryCrossEntropy(Tensor target, Tensor? positiveWeight = null) =>
        BinaryCrossEntropyOperator.Call(this, target, Argument.None, positiveWeight, 1);

    /// <summary>Sampling positions [N, H, W, 2] in [−1, 1] for affine matrices [N, 2, 3] (this tensor), corners not aligned.</summary>
    /// <param name="size">The output's [N, C, H, W].</param>
    public Tensor AffineGrid(long[] size) => AffineGridOperator.Call(this, size, false);

    /// <summary>Samples of [N, C, H, W] at positions [N, H, W, 2].</summary>
    /// <param name="grid">Positions as <see cref="AffineGrid"/> makes them.</param>
    /// <param name="padding">0: zero outside; 1: the border's value; 2: mirrored.</param>
    /// <param name="nearest">The nearest pixel's value instead of a bilinear mean: for labels.</param>
    public Tensor GridSample(Tensor grid, int padding = 0, bool nearest = false) => GridSampleOperator.Call(this, grid, nearest ? 1 : 0, padding, false);
}
