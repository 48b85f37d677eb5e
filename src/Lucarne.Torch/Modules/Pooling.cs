namespace Lucarne.Torch.Modules;

/// <summary>The largest value of each window.</summary>
public sealed class MaxPool2d(long kernel, long stride, long padding = 0) : Module
{
    /// <inheritdoc />
    public override Tensor Forward(Tensor input) => input.MaxPool2d(kernel, stride, padding);
}

/// <summary>The mean of each window.</summary>
public sealed class AvgPool2d(long kernel, long stride) : Module
{
    /// <inheritdoc />
    public override Tensor Forward(Tensor input) => input.AvgPool2d(kernel, stride);
}

/// <summary>Means over as many windows as the output has places.</summary>
public sealed class AdaptiveAvgPool2d(long size) : Module
{
    /// <inheritdoc />
    public override Tensor Forward(Tensor input) => input.AdaptiveAvgPool2d(size, size);
}

/// <summary>[N, …] → [N, everything].</summary>
public sealed class Flatten : Module
{
    /// <inheritdoc />
    public override Tensor Forward(Tensor input) => input.Flatten(1);
}
