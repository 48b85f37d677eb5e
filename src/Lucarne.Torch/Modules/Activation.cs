namespace Lucarne.Torch.Modules;

/// <summary>max(0, x).</summary>
public sealed class Relu : Module
{
    /// <inheritdoc />
    public override Tensor Forward(Tensor input) => input.Relu();
}

/// <summary>min(6, max(0, x)).</summary>
public sealed class Relu6 : Module
{
    /// <inheritdoc />
    /// <remarks>libtorch 1.13 has no bfloat16 gradient for hardtanh, which relu6 is made of; clamp has one and computes the same.</remarks>
    public override Tensor Forward(Tensor input) => input.Clamp(0, 6);
}

/// <summary>x · σ(x), also called swish.</summary>
public sealed class Silu : Module
{
    /// <inheritdoc />
    public override Tensor Forward(Tensor input) => input.Silu();
}

/// <summary>Drops elements with a probability, in training only.</summary>
/// <param name="probability">Between 0 and 1.</param>
public sealed class Dropout(double probability) : Module
{
    /// <inheritdoc />
    public override Tensor Forward(Tensor input) => input.Dropout(probability, Training);
}
