using Lucarne.Torch;

namespace Lucarne.Learning.Train;

/// <summary>Sums an epoch's loss and right answers where the network computes, so that no step waits for a number.</summary>
internal sealed class Tally(Device device) : IDisposable
{
    private readonly Tensor _loss = Tensor.Zeros([], ScalarType.Float32, device).Persist();
    private readonly Tensor _right = Tensor.Zeros([], ScalarType.Float32, device).Persist();
    private int _count;

    public double Loss => _loss.Item() / Math.Max(1, _count);

    public double Accuracy => _right.Item() / Math.Max(1, _count);

    public void Add(Tensor loss, Tensor probabilities, int[] labels)
    {
        using var still = new NoGradient();
        using var scope = new TensorScope();
        var truth = Tensor.From<long>([.. labels.Select(label => (long)label)], labels.Length).Move(device);
        _loss.AddInPlace(loss.Detach(), labels.Length);
        _right.AddInPlace(probabilities.Argmax(1).Equal(truth).To(ScalarType.Float32).Sum());
        _count += labels.Length;
    }

    public void Dispose()
    {
        _loss.Dispose();
        _right.Dispose();
    }
}
