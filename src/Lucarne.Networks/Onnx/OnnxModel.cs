namespace Lucarne.Networks.Onnx;

/// <summary>The element types of ONNX tensors that Lucarne writes, by their numbers in the standard (onnx.proto, TensorProto.DataType).</summary>
public enum OnnxType
{
    /// <summary>32-bit floating point.</summary>
    Float = 1,

    /// <summary>Unsigned bytes.</summary>
    UInt8 = 2,

    /// <summary>Signed bytes.</summary>
    Int8 = 3,

    /// <summary>32-bit whole numbers.</summary>
    Int32 = 6,

    /// <summary>64-bit whole numbers.</summary>
    Int64 = 7,
}

/// <summary>A constant of a graph.</summary>
/// <param name="Name">Its name; parameters keep those they have in the run.</param>
/// <param name="Type">Of its elements.</param>
/// <param name="Shape">Its sizes; empty for a single number.</param>
/// <param name="Bytes">Its elements, row by row, little-endian.</param>
public sealed record OnnxTensor(string Name, OnnxType Type, IReadOnlyList<long> Shape, byte[] Bytes);

/// <summary>An operation of a graph.</summary>
/// <param name="Operator">Of the standard's default domain.</param>
/// <param name="Inputs">Names of values; an empty name is an optional input left out.</param>
/// <param name="Outputs">Names of values.</param>
/// <param name="Attributes">A long, a float, text, or an array of longs each.</param>
public sealed record OnnxNode(string Operator, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<(string Name, object Value)> Attributes);

/// <summary>What goes into a graph or comes out of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its sizes behind the first, which is the number of pictures and free.</param>
public sealed record OnnxPort(string Name, IReadOnlyList<long> Shape);

/// <summary>A network as ONNX tells it.</summary>
public sealed record OnnxModel
{
    /// <summary>The version of the operators' definitions: the first that has <c>GridSample</c> and what quantised graphs need.</summary>
    public const int OperatorSet = 17;

    /// <summary>What the graph is called.</summary>
    public required string Name { get; init; }

    /// <summary>What goes in, 32-bit floating point.</summary>
    public required OnnxPort Input { get; init; }

    /// <summary>What comes out, 32-bit floating point.</summary>
    public required OnnxPort Output { get; init; }

    /// <summary>The operations, each after those it takes from.</summary>
    public required IReadOnlyList<OnnxNode> Nodes { get; init; }

    /// <summary>The constants.</summary>
    public required IReadOnlyList<OnnxTensor> Constants { get; init; }

    /// <summary>What who reads the file should know, by name.</summary>
    public IReadOnlyList<(string Key, string Value)> Metadata { get; init; } = [];
}
