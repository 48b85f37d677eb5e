using Lucarne.Torch;
using Lucarne.Torch.Modules;
using Lucarne.Torch.Optimisers;

namespace Lucarne.Learning.Train;

/// <summary>
/// An exponential moving average of a network's weights, which is what is judged and kept: it generalises better than the last step's
/// (Polyak and Juditsky 1992). In the first steps the average follows faster, as (1 + t) / (10 + t) allows.
/// </summary>
internal sealed class AveragedWeights : IDisposable
{
    private readonly double _decay;
    private readonly (string Name, Tensor Live, Tensor Average)[] _pairs;
    private readonly (Tensor[] Live, Tensor[] Average) _parameters;
    private readonly (Tensor Live, Tensor Average)[] _buffers;

    public AveragedWeights(Module network, double decay)
    {
        using var still = new NoGradient();
        _decay = decay;

        // What is frozen is left out of the arithmetic: an average of equal numbers drifts by rounding.
        var trained = network.NamedParameters().Where(item => item.Tensor.RequiresGrad).Select(item => item.Name).ToHashSet();
        var buffers = network.NamedBuffers().Select(item => item.Name).ToHashSet();
        _pairs = [.. network.State().Select(item => (item.Name, item.Tensor, item.Tensor.Detach().Clone().Persist()))];
        var averaged = _pairs.Where(pair => trained.Contains(pair.Name)).ToArray();
        _parameters = ([.. averaged.Select(pair => pair.Live)], [.. averaged.Select(pair => pair.Average)]);
        _buffers = [.. _pairs.Where(pair => buffers.Contains(pair.Name)).Select(pair => (pair.Live, pair.Average))];
    }

    /// <summary>The averaged tensors under the network's names.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> State => _pairs.Select(pair => (pair.Name, pair.Average));

    /// <summary>Takes up the weights after a step.</summary>
    public void Follow(long step)
    {
        using var still = new NoGradient();
        using var scope = new TensorScope();
        var weight = 1 - Math.Min(_decay, (1.0 + step) / (10.0 + step));
        Foreach.LerpInPlace(_parameters.Average, _parameters.Live, weight);
        foreach (var (live, average) in _buffers) average.LerpInPlace(live, weight);
    }

    /// <summary>Exchanges the network's weights and the averaged ones; the second call puts both back.</summary>
    public void Swap()
    {
        using var still = new NoGradient();
        using var scope = new TensorScope();
        foreach (var (_, live, average) in _pairs)
        {
            var kept = live.Detach().Clone();
            live.CopyInPlace(average);
            average.CopyInPlace(kept);
        }
    }

    public void Dispose()
    {
        foreach (var (_, _, average) in _pairs) average.Dispose();
    }
}
