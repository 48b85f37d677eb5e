namespace Lucarne.Torch.Modules;

/// <summary>A transposed convolution: [N, C, H, W] → [N, K, H·stride, W·stride] where kernel equals stride.</summary>
public sealed class ConvTranspose2d : Module
{
    private readonly long _side;

    /// <summary>A transposed convolution with PyTorch's default first weights.</summary>
    public ConvTranspose2d(long inputs, long outputs, long kernel, long stride)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(stride, kernel);
        _side = kernel;
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
    public override Tensor Forward(Tensor input)
    {
        // Whoever listens shall hear what is meant, and other devices have a kernel of their own for it.
        if (OperatorTrace.IsOpen || input.Device != Device.Cpu) return input.ConvTranspose2d(Weight, Bias, [_side, _side], [0, 0]);

        // Where windows do not overlap, each pixel becomes kernel² pixels by itself: a 1×1 convolution and a change of places. libtorch's
        // processor kernel multiplies matrices picture by picture instead, and takes two to three times as long.
        var (inputs, outputs, places) = (Weight.Shape[0], Weight.Shape[1], _side * _side);
        using var flat = Weight.Reshape(inputs, outputs * places);
        using var turned = flat.Transpose(0, 1);
        using var weight = turned.Reshape(outputs * places, inputs, 1, 1);
        using var column = Bias.Unsqueeze(1);
        using var repeated = column.Expand(outputs, places);
        using var bias = repeated.Reshape(outputs * places);
        using var spread = input.Conv2d(weight, bias, [1, 1], [0, 0], [1, 1], 1);
        return spread.PixelShuffle(_side);
    }
}
