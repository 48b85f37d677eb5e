namespace Lucarne.Torch.Modules;

/// <summary>A fully connected layer: […, in] → […, out].</summary>
public sealed class Linear : Module
{
    /// <summary>A layer with PyTorch's default first weights.</summary>
    public Linear(long inputs, long outputs)
    {
        Weight = Parameter("weight", Tensor.Zeros([outputs, inputs]));
        Bias = Parameter("bias", Tensor.Zeros([outputs]));
        Initialisation.UniformFanIn(Weight, inputs);
        Initialisation.UniformFanIn(Bias, inputs);
    }

    /// <summary>[out, in].</summary>
    public Tensor Weight { get; }

    /// <summary>[out].</summary>
    public Tensor Bias { get; }

    /// <inheritdoc />
    public override Tensor Forward(Tensor input) => input.Linear(Weight, Bias);
}
