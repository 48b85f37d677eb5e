using Lucarne.Torch.Native;

namespace Lucarne.Torch;

/// <summary>While open, this thread records no operations for gradients.</summary>
public sealed class NoGradient : IDisposable
{
    private readonly int _before = NativeMethods.lt_grad_mode(0);

    /// <inheritdoc />
    public void Dispose() => _ = NativeMethods.lt_grad_mode(_before);
}

/// <summary>While open, this thread only predicts: no gradients, no version counters; tensors made in it can never be trained.</summary>
public sealed class InferenceMode : IDisposable
{
    private readonly nint _guard = NativeMethods.lt_inference_mode_enter();

    /// <inheritdoc />
    public void Dispose() => NativeMethods.lt_inference_mode_leave(_guard);
}

/// <summary>
/// While open, this thread computes convolutions and matrix products in bfloat16, and what needs the precision in float32.
/// Weights stay float32. Scopes do not nest.
/// </summary>
public sealed class Autocast : IDisposable
{
    private readonly Device _device;
    private readonly bool _enabled;

    /// <summary>Opens autocast on a device.</summary>
    /// <param name="device">Where the tensors are.</param>
    /// <param name="enabled">False makes this object do nothing, so that one code path serves both precisions.</param>
    public Autocast(Device device, bool enabled = true)
    {
        _device = device;
        _enabled = enabled;
        if (enabled) NativeMethods.Check(NativeMethods.lt_autocast((int)device.Type, 1, (int)ScalarType.BFloat16));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_enabled) return;
        NativeMethods.Check(NativeMethods.lt_autocast((int)_device.Type, 0, (int)ScalarType.BFloat16));

        // The cache holds bfloat16 copies of the weights, which the optimiser is about to change.
        NativeMethods.Check(NativeMethods.lt_autocast_clear());
    }
}
