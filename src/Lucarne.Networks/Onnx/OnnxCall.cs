using System.Globalization;
using Lucarne.Torch;

namespace Lucarne.Networks.Onnx;

/// <summary>A call in the making of a graph: what it was called with, by the names that the values have there.</summary>
internal sealed class OnnxCall(OnnxGraph graph, TracedCall call)
{
    /// <summary>The operator's name.</summary>
    public string Name => call.Name;

    /// <summary>Sizes of the result.</summary>
    public long[] ResultShape { get; } = call.Results[0].Shape;

    /// <summary>Sizes of a tensor that it was called with.</summary>
    public long[] Shape(int argument) => ((Tensor)call.Arguments[argument].Value!).Shape;

    /// <summary>Whether an argument was given, and is not none.</summary>
    public bool Has(int argument) => argument < call.Arguments.Count && call.Arguments[argument].Value is not null;

    /// <summary>The name of a tensor that it was called with; empty where it was called with none.</summary>
    public string Value(int argument) => Has(argument) ? graph.NameOf((Tensor)call.Arguments[argument].Value!) : "";

    /// <summary>The name of a tensor; where the argument is a number, that of a constant.</summary>
    public string ValueOrNumber(int argument) => call.Arguments[argument].Value is Tensor tensor ? graph.NameOf(tensor) : graph.Constant((float)Number(argument));

    /// <summary>The names of a list of tensors.</summary>
    public string[] Values(int argument) => [.. ((Tensor?[])call.Arguments[argument].Value!).Select(tensor => graph.NameOf(tensor!))];

    /// <summary>A tensor that it was called with.</summary>
    public Tensor Tensor(int argument) => (Tensor)call.Arguments[argument].Value!;

    /// <summary>A list of whole numbers.</summary>
    public long[] Wholes(int argument) => (long[])call.Arguments[argument].Value!;

    /// <summary>A number; <paramref name="otherwise"/> where it was left out.</summary>
    public double Number(int argument, double otherwise = double.NaN) =>
        Has(argument) ? Convert.ToDouble(call.Arguments[argument].Value, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>A truth value; false where it was left out.</summary>
    public bool Flag(int argument) => Has(argument) && Number(argument) != 0;

    /// <summary>An operation whose result the call's is.</summary>
    public void Becomes(string operation, IReadOnlyList<string> inputs, params IReadOnlyList<(string, object)> attributes) =>
        Is(graph.Add(operation, inputs, attributes));

    /// <summary>An operation on the way.</summary>
    /// <returns>The name of its result.</returns>
    public string Add(string operation, IReadOnlyList<string> inputs, params IReadOnlyList<(string, object)> attributes) => graph.Add(operation, inputs, attributes);

    /// <summary>The call's result is a value that is there already.</summary>
    public void Is(string value) => graph.Bind(call.Results[0], value);

    /// <summary>A constant of whole numbers.</summary>
    public string Constant(params long[] values) => graph.Constant(values);

    /// <summary>A constant tensor.</summary>
    public string Constant(float[] values, params long[] shape) => graph.Constant(values, shape);

    /// <summary>A call that cannot be told in ONNX.</summary>
    public NetworkException Refuse(string why) => new($"{call.Name} cannot be written as ONNX: {why}");
}
