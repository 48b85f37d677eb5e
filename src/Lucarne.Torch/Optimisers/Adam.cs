using Lucarne.Torch.Native;

namespace Lucarne.Torch.Optimisers;

/// <summary>
/// Adam (Kingma and Ba 2015), with weight decay added to the gradient; or AdamW (Loshchilov and Hutter 2019), with weight decay
/// apart from the gradient. The same arithmetic as <c>torch.optim.Adam</c> and <c>AdamW</c>.
/// </summary>
/// <param name="groups">What to train.</param>
/// <param name="learningRate">The base rate.</param>
/// <param name="decoupled">True for AdamW.</param>
/// <param name="beta1">How much of the mean gradient stays at each step.</param>
/// <param name="beta2">How much of the mean squared gradient stays at each step.</param>
/// <param name="epsilon">Added to the denominator.</param>
public sealed class Adam(
    IReadOnlyList<ParameterGroup> groups, double learningRate, bool decoupled = false, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
    : Optimiser(groups, learningRate)
{
    /// <inheritdoc />
    protected override int StatePerParameter => 2;

    /// <inheritdoc />
    protected override void Update(Tensor[] parameters, Tensor[] gradients, Tensor[][] state, long step, double rate, double weightDecay)
    {
        // m̂ / (√v̂ + ε) = √c₂ / c₁ · m / (√v + ε √c₂) with c = 1 − βᵗ: corrected in two numbers, not in a pass over all parameters.
        var (first, second) = (1 - Math.Pow(beta1, step), Math.Sqrt(1 - Math.Pow(beta2, step)));
        var (size, small) = (rate * second / first, epsilon * second);
        var (keep, decay) = decoupled ? (1 - (rate * weightDecay), 0.0) : (1.0, weightDecay);
        if (Array.TrueForAll(parameters, parameter => parameter.Device.Type == DeviceType.Cpu && parameter.Type == ScalarType.Float32))
            InOnePass(parameters, gradients, state, new NativeAdam { Keep = keep, Decay = decay, Beta1 = beta1, Beta2 = beta2, Epsilon = small, Step = size });
        else
            ByLists(parameters, gradients, state, keep, decay, small, size);
    }

    /// <summary>On a CPU, where memory is what a step costs.</summary>
    private static unsafe void InOnePass(Tensor[] parameters, Tensor[] gradients, Tensor[][] state, NativeAdam adam)
    {
        nint[] moving = [.. parameters.Select(tensor => tensor.Handle)];
        nint[] means = [.. state[0].Select(tensor => tensor.Handle)];
        nint[] squares = [.. state[1].Select(tensor => tensor.Handle)];
        nint[] along = [.. gradients.Select(tensor => tensor.Handle)];
        fixed (nint* p = moving, m = means, v = squares, g = along)
            NativeMethods.Check(NativeMethods.lt_adam(p, m, v, g, moving.Length, adam));
        GC.KeepAlive(parameters);
        GC.KeepAlive(gradients);
        GC.KeepAlive(state);
    }

    private void ByLists(Tensor[] parameters, Tensor[] gradients, Tensor[][] state, double keep, double decay, double small, double size)
    {
        var (means, squares) = (state[0], state[1]);
        if (decay != 0) gradients = Foreach.Add(gradients, parameters, decay);
        if (keep != 1) Foreach.MultiplyInPlace(parameters, keep);
        Foreach.MultiplyInPlace(means, beta1);
        Foreach.AddInPlace(means, gradients, 1 - beta1);
        Foreach.MultiplyInPlace(squares, beta2);
        Foreach.AddProductInPlace(squares, gradients, gradients, 1 - beta2);
        var denominators = Foreach.Sqrt(squares);
        Foreach.AddInPlace(denominators, small);
        Foreach.AddQuotientInPlace(parameters, means, denominators, -size);
    }
}
