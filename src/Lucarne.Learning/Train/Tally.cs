using Lucarne.Torch;

namespace Lucarne.Learning.Train;

/// <summary>Sums the loss and the right answers of batches where the network computes, so that no step waits for a number.</summary>
internal sealed class Tally(Device device) : IDisposable
{
    private readonly Tensor _loss = Tensor.Zeros([], ScalarType.Float32, device).Persist();
    private readonly Tensor _right = Tensor.Zeros([], ScalarType.Float32, device).Persist();
    private int _count;

    public void Add(Tensor loss, Tensor probabilities, int[] labels)
    {
        using var still = new NoGradient();
        using var scope = new TensorScope();
        var truth = Tensor.From<long>([.. labels.Select(label => (long)label)], labels.Length).Move(device);
        _loss.AddInPlace(loss.Detach(), labels.Length);
        _right.AddInPlace(probabilities.Argmax(1).Equal(truth).To(ScalarType.Float32).Sum());
        _count += labels.Length;
    }

    /// <summary>Mean loss and fraction right since the last call.</summary>
    public PassFigures Take()
    {
        var count = Math.Max(1, _count);
        var figures = new PassFigures(_loss.Item() / count, [_right.Item() / count]);
        using var still = new NoGradient();
        _loss.FillInPlace(0);
        _right.FillInPlace(0);
        _count = 0;
        return figures;
    }

    public void Dispose()
    {
        _loss.Dispose();
        _right.Dispose();
    }
}
