namespace Lucarne.Torch.Optimisers;

/// <summary>Parameters that share a learning rate and a weight decay.</summary>
/// <param name="Parameters">The tensors to change.</param>
/// <param name="RateFactor">Multiplies the optimiser's learning rate: discriminative rates.</param>
/// <param name="WeightDecay">Strength of the pull towards zero.</param>
public sealed record ParameterGroup(IReadOnlyList<Tensor> Parameters, double RateFactor = 1, double WeightDecay = 0);

/// <summary>
/// Changes parameters along their gradients. Whole lists of tensors go to libtorch's <c>_foreach_</c> operators, so that a step
/// costs a handful of calls however many parameters there are.
/// </summary>
public abstract class Optimiser : IDisposable
{
    private readonly Dictionary<Tensor, Kept> _state = [];

    /// <summary>Parameters in groups; the learning rate is each group's factor times <see cref="LearningRate"/>.</summary>
    protected Optimiser(IReadOnlyList<ParameterGroup> groups, double learningRate)
    {
        Groups = groups;
        LearningRate = learningRate;
    }

    /// <summary>The groups.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>The rate that schedules move.</summary>
    public double LearningRate { get; set; }

    /// <summary>Steps taken so far; part of what a checkpoint holds.</summary>
    public long Steps { get; private set; }

    /// <summary>How many state tensors the optimiser keeps for each parameter.</summary>
    protected abstract int StatePerParameter { get; }

    /// <summary>Moves every parameter that has a gradient.</summary>
    public void Step()
    {
        Steps++;
        using var still = new NoGradient();
        using var scope = new TensorScope();
        foreach (var group in Groups)
        {
            var moving = new List<(Tensor Parameter, Tensor Gradient, Kept Kept)>(group.Parameters.Count);
            foreach (var parameter in group.Parameters)
            {
                if (parameter.Gradient is not { } gradient) continue;
                var kept = State(parameter);
                kept.Steps++;
                moving.Add((parameter, gradient, kept));
            }

            // A parameter that was frozen for a while has taken fewer steps than the rest, and Adam's correction of the first
            // steps must be its own.
            foreach (var batch in moving.GroupBy(item => item.Kept.Steps))
            {
                var state = new Tensor[StatePerParameter][];
                for (var slot = 0; slot < state.Length; slot++) state[slot] = [.. batch.Select(item => item.Kept.Slots[slot])];
                Update(
                    [.. batch.Select(item => item.Parameter)], [.. batch.Select(item => item.Gradient)], state, batch.Key,
                    LearningRate * group.RateFactor, group.WeightDecay);
            }
        }
    }

    /// <summary>Forgets all gradients.</summary>
    public void ZeroGradients()
    {
        foreach (var group in Groups)
            foreach (var parameter in group.Parameters)
                parameter.Gradient = null;
    }

    /// <summary>Scales all gradients down together where their common norm exceeds a bound; returns the norm before.</summary>
    public double ClipGradients(double largest)
    {
        using var still = new NoGradient();
        using var scope = new TensorScope();
        var gradients = Groups.SelectMany(group => group.Parameters).Select(parameter => parameter.Gradient).OfType<Tensor>().ToArray();
        if (gradients.Length == 0) return 0;
        var norm = Tensor.Stack([.. gradients.Select(gradient => gradient.Norm())]).Norm().Item();
        if (norm > largest) Foreach.MultiplyInPlace(gradients, largest / (norm + 1e-6));
        return norm;
    }

    /// <summary>
    /// What a checkpoint must hold to go on as if nothing had happened: state tensors by parameter and slot, and the steps of
    /// parameters that took fewer than <see cref="Steps"/>.
    /// </summary>
    /// <param name="names">The parameters' full names.</param>
    public IEnumerable<(string Name, Tensor Tensor)> Save(IReadOnlyDictionary<Tensor, string> names)
    {
        foreach (var parameter in Groups.SelectMany(group => group.Parameters))
        {
            if (!_state.TryGetValue(parameter, out var kept)) continue;
            for (var slot = 0; slot < kept.Slots.Length; slot++) yield return ($"{names[parameter]}.{slot}", kept.Slots[slot]);
            if (kept.Slots.Length > 0 && kept.Steps != Steps) yield return ($"{names[parameter]}.steps", Tensor.From<long>([kept.Steps]));
        }
    }

    /// <summary>Takes up what <see cref="Save"/> gave.</summary>
    public void Load(IReadOnlyDictionary<Tensor, string> names, IReadOnlyDictionary<string, Tensor> saved, long steps)
    {
        using var still = new NoGradient();
        Steps = steps;
        foreach (var parameter in Groups.SelectMany(group => group.Parameters))
        {
            for (var slot = 0; slot < StatePerParameter; slot++)
            {
                if (!saved.TryGetValue($"{names[parameter]}.{slot}", out var tensor)) continue;
                var kept = State(parameter);
                kept.Slots[slot].CopyInPlace(tensor);
                kept.Steps = saved.TryGetValue($"{names[parameter]}.steps", out var own) ? (long)own.Item() : steps;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var tensor in _state.Values.SelectMany(kept => kept.Slots)) tensor.Dispose();
        _state.Clear();
        GC.SuppressFinalize(this);
    }

    /// <summary>Changes parameters that have gradients.</summary>
    /// <param name="parameters">The parameters to change.</param>
    /// <param name="gradients">Their gradients, in the same order.</param>
    /// <param name="state">The state tensors, by slot and then by parameter.</param>
    /// <param name="step">Which step of theirs this is, from 1.</param>
    /// <param name="rate">The group's learning rate.</param>
    /// <param name="weightDecay">The group's weight decay.</param>
    protected abstract void Update(Tensor[] parameters, Tensor[] gradients, Tensor[][] state, long step, double rate, double weightDecay);

    private Kept State(Tensor parameter)
    {
        if (_state.TryGetValue(parameter, out var kept)) return kept;
        var slots = new Tensor[StatePerParameter];
        for (var slot = 0; slot < slots.Length; slot++) slots[slot] = Foreach.ZerosLike(parameter).Persist();
        return _state[parameter] = new Kept(slots);
    }

    /// <summary>What is kept of a parameter from step to step.</summary>
    private sealed class Kept(Tensor[] slots)
    {
        internal Tensor[] Slots => slots;

        internal long Steps { get; set; }
    }
}
