using Lucarne.Torch;
using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Layers;

/// <summary>
/// Activations that take over the tensor they are given. ReLU and, in float32, ReLU6 need only their output for the gradient and work
/// in place; the others need their input, and work in place only where no gradient is recorded.
/// </summary>
internal static class Activations
{
    internal static Tensor Relu6(Tensor owned)
    {
        if (!owned.RequiresGrad) return owned.ClampInPlace(0, 6);
        if (owned.Type == ScalarType.Float32) return owned.HardtanhInPlace(0, 6);
        using (owned) return owned.Clamp(0, 6);
    }

    internal static Tensor Silu(Tensor owned)
    {
        if (!owned.RequiresGrad) return owned.SiluInPlace();
        using (owned) return owned.Silu();
    }
}

/// <summary>max(0, x) in place: only behind a module of the same network, whose output nobody else holds.</summary>
internal sealed class ReluInPlace : Module
{
    /// <inheritdoc />
    public override Tensor Forward(Tensor input) => input.ReluInPlace();
}
