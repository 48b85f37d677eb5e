using Lucarne.Torch;

namespace Lucarne.Networks.Weights.Pickles;

/// <summary>The few names of Python that a file of weights may use. None of them runs anything here.</summary>
internal enum PickleName
{
    OrderedDictionary,
    Tensor,
    Parameter,
}

/// <summary>The numbers behind one or more tensors.</summary>
/// <param name="Type">The type of its elements.</param>
/// <param name="Key">Its name in the file.</param>
/// <param name="Elements">How many there are.</param>
/// <param name="Start">The first element of the view that is meant.</param>
internal sealed record PickledStorage(ScalarType Type, string Key, long Elements, long Start);

/// <summary>A tensor that is still in the file: a window of a storage.</summary>
internal sealed record PickledTensor(PickledStorage Storage, long Offset, long[] Shape, long[] Strides)
{
    /// <summary>How many elements it has; at most as many as its storage (checked when it was made).</summary>
    internal long Elements => Shape.Aggregate(1L, (product, size) => product * size);
}
