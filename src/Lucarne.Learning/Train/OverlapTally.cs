using Lucarne.Torch;

namespace Lucarne.Learning.Train;

/// <summary>Sums losses and overlaps [3, K] of batches where the network computes, so that no step waits for a number.</summary>
internal sealed class OverlapTally(int classes, Device device) : IDisposable
{
    private readonly Tensor _loss = Tensor.Zeros([], ScalarType.Float32, device).Persist();
    private readonly Tensor _drawn = Tensor.Zeros([3, classes], ScalarType.Float64, device).Persist();
    private readonly Tensor _overlap = Tensor.Zeros([3, classes], ScalarType.Float64, device).Persist();
    private double _weight;

    /// <summary>Counts a batch.</summary>
    /// <param name="loss">Its mean loss.</param>
    /// <param name="weight">How much it counts.</param>
    /// <param name="drawn">Pixels drawn rightly, drawn, and true.</param>
    /// <param name="overlap">The same of probabilities; null where they are not needed.</param>
    public void Add(Tensor loss, double weight, Tensor drawn, Tensor? overlap = null)
    {
        using var still = new NoGradient();
        using var scope = new TensorScope();
        _loss.AddInPlace(loss.Detach(), weight);
        _drawn.AddInPlace(drawn.To(ScalarType.Float64));
        if (overlap is not null) _overlap.AddInPlace(overlap.To(ScalarType.Float64));
        _weight += weight;
    }

    /// <summary>The weighted mean loss, and Dice of each structure; not a number where there was none and none was drawn.</summary>
    public (double Loss, double[] Dice, double OverlapLoss) Take()
    {
        using var still = new NoGradient();
        using var scope = new TensorScope();
        var drawn = _drawn.ToArray<double>();
        var dice = new double[classes - 1];
        for (var k = 1; k < classes; k++)
        {
            var both = drawn[classes + k] + drawn[(2 * classes) + k];
            dice[k - 1] = both > 0 ? 2 * drawn[k] / both : double.NaN;
        }

        var result = (_loss.Item() / Math.Max(_weight, double.Epsilon), dice, SegmentationObjective.DiceLoss(_overlap).Item());
        foreach (var tensor in new[] { _loss, _drawn, _overlap }) tensor.FillInPlace(0);
        _weight = 0;
        return result;
    }

    public void Dispose()
    {
        _loss.Dispose();
        _drawn.Dispose();
        _overlap.Dispose();
    }
}
