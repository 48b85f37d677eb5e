using Lucarne.Torch;

namespace Lucarne.Learning.Load;

/// <summary>Pictures ready for the network.</summary>
/// <param name="Input">[B, C, size, size], normalised float32.</param>
/// <param name="Labels">The classes, [B].</param>
/// <param name="Mix">Where pictures were mixed with others: whose, and how much; null otherwise.</param>
public sealed record Batch(Tensor Input, int[] Labels, Mix? Mix = null) : IDisposable
{
    /// <inheritdoc />
    public void Dispose() => Input.Dispose();
}

/// <summary>How pictures of a batch were mixed with others of it.</summary>
/// <param name="Partners">For each picture, the position in the batch of the one mixed in.</param>
/// <param name="Weights">For each picture, how much of it is its own, in [0, 1].</param>
public sealed record Mix(int[] Partners, double[] Weights);
