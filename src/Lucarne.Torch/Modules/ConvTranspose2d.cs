namespace Lucarne.Torch.Modules;

/// <summary>A transposed convolution: [N, C, H, W] → [N, K, H·stride, W·stride] where kernel equals stride.</summary>
public sealed class ConvTranspose2d : Module
{
    private readonly long[] _stride;

    /// <summary>A transposed convolution with PyTorch's default first weights.</summary>
    public ConvTranspose2d(long inputs, long outputs, long kernel, long stride)
    {
        _stride = [stride, stride];
        Weight = Parameter("weight", Tensor.Zeros([inputs, outputs, kernel, kernel]));
        Bias = Parameter("bias", Tensor.Zeros([outputs]));
        var fanIn = Initialisation.FanIn([inputs, outputs, kernel, kernel]);
        Initialisation.UniformFanIn(Weight, fanIn);
        Initialisation.UniformFanIn(Bias, fanIn);
    }

    /// <summary>[C, K, kernel, kernel].</summary>
    public Tensor Weight { get; }

    /// <summary>[K].</summary>
    public Tensor Bias { get; }

    /// <inheritdoc />
    public override Tensor Forward(Tensor input) => input.ConvTranspose2d(Weight, Bias, _stride, [0, 0]);
}
