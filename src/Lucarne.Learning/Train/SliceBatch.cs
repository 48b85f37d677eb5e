using Lucarne.Torch;

namespace Lucarne.Learning.Train;

/// <summary>Slices ready for the network, with their truth.</summary>
/// <param name="Input">[B, planes, size, size], normalised float32.</param>
/// <param name="Target">Labels [B, size, size], int64.</param>
/// <param name="Beneath">The same without margins; as <paramref name="Target"/> where that is not known, and the very same where the recipe has no margins.</param>
/// <param name="Epoch">Of the training, from 0.</param>
/// <param name="Unknown">For each slice the labels of structures that nobody contoured in its scan.</param>
internal sealed record SliceBatch(Tensor Input, Tensor Target, Tensor Beneath, int Epoch, IReadOnlyList<IReadOnlyList<int>> Unknown) : IDisposable
{
    public void Dispose()
    {
        Input.Dispose();
        Target.Dispose();
        if (!ReferenceEquals(Beneath, Target)) Beneath.Dispose();
    }
}

/// <summary>A slice of a prepared scan.</summary>
internal readonly record struct SliceRef(Prepare.PreparedScan Scan, int Slice);
