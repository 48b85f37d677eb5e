namespace Lucarne.Torch.Optimisers;

/// <summary>Stochastic gradient descent with momentum and weight decay: the same arithmetic as <c>torch.optim.SGD</c>.</summary>
/// <param name="groups">What to train.</param>
/// <param name="learningRate">The base rate.</param>
/// <param name="momentum">How much of the last step stays in the next.</param>
/// <param name="nesterov">True to look ahead along the momentum.</param>
public sealed class Sgd(IReadOnlyList<ParameterGroup> groups, double learningRate, double momentum = 0, bool nesterov = false)
    : Optimiser(groups, learningRate)
{
    /// <inheritdoc />
    protected override int StatePerParameter => momentum != 0 ? 1 : 0;

    /// <inheritdoc />
    protected override void Update(Tensor[] parameters, Tensor[] gradients, Tensor[][] state, long step, double rate, double weightDecay)
    {
        if (weightDecay != 0) gradients = Foreach.Add(gradients, parameters, weightDecay);
        if (momentum != 0)
        {
            // The buffer starts at zero, so that after the first step it holds the first gradient, as PyTorch's does.
            var velocity = state[0];
            Foreach.MultiplyInPlace(velocity, momentum);
            Foreach.AddInPlace(velocity, gradients);
            gradients = nesterov ? Foreach.Add(gradients, velocity, momentum) : velocity;
        }

        Foreach.AddInPlace(parameters, gradients, -rate);
    }
}
