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
        var (means, squares) = (state[0], state[1]);
        if (weightDecay != 0)
        {
            if (decoupled) Foreach.MultiplyInPlace(parameters, 1 - (rate * weightDecay));
            else gradients = Foreach.Add(gradients, parameters, weightDecay);
        }

        Foreach.MultiplyInPlace(means, beta1);
        Foreach.AddInPlace(means, gradients, 1 - beta1);
        Foreach.MultiplyInPlace(squares, beta2);
        Foreach.AddProductInPlace(squares, gradients, gradients, 1 - beta2);

        // m̂ / (√v̂ + ε) = √c₂ / c₁ · m / (√v + ε √c₂) with c = 1 − βᵗ: corrected in two numbers, not in a pass over all parameters.
        var (first, second) = (1 - Math.Pow(beta1, step), Math.Sqrt(1 - Math.Pow(beta2, step)));
        var denominators = Foreach.Sqrt(squares);
        Foreach.AddInPlace(denominators, epsilon * second);
        Foreach.AddQuotientInPlace(parameters, means, denominators, -rate * second / first);
    }
}
