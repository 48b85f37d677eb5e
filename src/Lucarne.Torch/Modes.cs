using Lucarne.Torch.Native;

namespace Lucarne.Torch;

/// <summary>A way in which one thread computes, from the object's making to its disposal. Modes nest and close in reverse order.</summary>
public abstract class ThreadMode : IDisposable
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private bool _closed;

    private protected ThreadMode()
    {
    }

    /// <summary>Restores what was before.</summary>
    /// <exception cref="InvalidOperationException">Another thread opened the mode.</exception>
    public void Dispose()
    {
        if (_closed) return;
        if (Environment.CurrentManagedThreadId != _thread)
            throw new InvalidOperationException($"{GetType().Name} must be closed on the thread that opened it; do not await inside it");
        _closed = true;
        Leave();
        GC.SuppressFinalize(this);
    }

    private protected abstract void Leave();
}

/// <summary>While open, this thread records no operations for gradients.</summary>
public sealed class NoGradient : ThreadMode
{
    private readonly int _before = NativeMethods.lt_grad_mode(0);

    private protected override void Leave() => _ = NativeMethods.lt_grad_mode(_before);
}

/// <summary>While open, this thread only predicts: no gradients, no version counters; tensors made in it can never be trained.</summary>
public sealed class InferenceMode : ThreadMode
{
    private readonly nint _guard = NativeMethods.lt_inference_mode_enter();

    /// <summary>Opens inference mode on this thread.</summary>
    public InferenceMode() => NativeMethods.Check(_guard == 0 ? 1 : 0);

    private protected override void Leave() => NativeMethods.lt_inference_mode_leave(_guard);
}

/// <summary>
/// While open, this thread computes convolutions and matrix products in bfloat16, and what needs the precision in float32.
/// Weights stay float32.
/// </summary>
public sealed class Autocast : ThreadMode
{
    private readonly Device _device;
    private readonly bool _enabled;
    private readonly int _before;
    private readonly int _typeBefore;

    /// <summary>Opens autocast on a device.</summary>
    /// <param name="device">Where the tensors are.</param>
    /// <param name="enabled">False makes this object do nothing, so that one code path serves both precisions.</param>
    public Autocast(Device device, bool enabled = true)
    {
        _device = device;
        _enabled = enabled;
        if (enabled) NativeMethods.Check(NativeMethods.lt_autocast((int)device.Type, 1, (int)ScalarType.BFloat16, out _before, out _typeBefore));
    }

    private protected override void Leave()
    {
        if (!_enabled) return;
        NativeMethods.Check(NativeMethods.lt_autocast((int)_device.Type, _before, _typeBefore, out _, out _));

        // The cache holds bfloat16 copies of the weights, which the optimiser is about to change.
        if (_before == 0) NativeMethods.Check(NativeMethods.lt_autocast_clear());
    }
}
