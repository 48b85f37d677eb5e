using System.Globalization;
using System.Runtime.InteropServices;
using Lucarne.Torch;

namespace Lucarne.Networks.Onnx;

/// <summary>
/// A graph in the making. Tensors that come from the input have values in it; all others, parameters or computed from constants alone,
/// are constants, kept as they are when they are first needed.
/// </summary>
internal sealed class OnnxGraph
{
    private readonly Dictionary<Tensor, string> _values = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Tensor, string> _parameters = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Tensor> _fromInput = new(ReferenceEqualityComparer.Instance);
    private readonly List<OnnxNode> _nodes = [];
    private readonly List<OnnxTensor> _constants = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public OnnxGraph(Tensor input, string name, IEnumerable<(string Name, Tensor Tensor)> parameters)
    {
        foreach (var (parameter, tensor) in parameters) _parameters[tensor] = parameter;
        _values[input] = Unique(name);
        _fromInput.Add(input);
    }

    public IReadOnlyList<OnnxNode> Nodes => _nodes;

    public IReadOnlyList<OnnxTensor> Constants => _constants;

    /// <summary>Takes in a call.</summary>
    /// <exception cref="NetworkException">It cannot be told in ONNX.</exception>
    public void Take(TracedCall call)
    {
        if (call.Results.Count == 0 || !Tensors(call).Any(tensor => _fromInput.Contains(tensor))) return;
        foreach (var result in call.Results) _fromInput.Add(result);
        OnnxTranslation.Of(new OnnxCall(this, call));
    }

    /// <summary>What a tensor is called; a constant is made of one that does not come from the input.</summary>
    public string NameOf(Tensor tensor)
    {
        if (_values.TryGetValue(tensor, out var name)) return name;
        name = _parameters.TryGetValue(tensor, out var parameter) ? Unique(parameter) : Unique("constant");
        using var whole = tensor.To(ScalarType.Float32);
        Keep(name, OnnxType.Float, tensor.Shape, MemoryMarshal.AsBytes<float>(whole.ToArray<float>()));
        return _values[tensor] = name;
    }

    /// <summary>Gives a tensor a value.</summary>
    public void Bind(Tensor tensor, string value) => _values[tensor] = value;

    /// <summary>Adds an operation with one result.</summary>
    /// <returns>The result's name.</returns>
    public string Add(string operation, IReadOnlyList<string> inputs, IReadOnlyList<(string, object)> attributes)
    {
        var output = Unique(operation.ToLowerInvariant());
        _nodes.Add(new(operation, inputs, [output], attributes));
        return output;
    }

    /// <summary>A single number.</summary>
    public string Constant(float value) => Constant([value], []);

    /// <summary>A tensor of numbers.</summary>
    public string Constant(float[] values, long[] shape) => Keep(Unique("constant"), OnnxType.Float, shape, MemoryMarshal.AsBytes<float>(values));

    /// <summary>A list of whole numbers.</summary>
    public string Constant(long[] values) => Keep(Unique("constant"), OnnxType.Int64, [values.Length], MemoryMarshal.AsBytes<long>(values));

    private string Keep(string name, OnnxType type, IReadOnlyList<long> shape, ReadOnlySpan<byte> bytes)
    {
        _constants.Add(new(name, type, shape, bytes.ToArray()));
        return name;
    }

    private string Unique(string wanted)
    {
        var name = wanted;
        for (var number = 2; !_names.Add(name); number++) name = string.Create(CultureInfo.InvariantCulture, $"{wanted}_{number}");
        return name;
    }

    private static IEnumerable<Tensor> Tensors(TracedCall call) => call.Arguments.SelectMany(argument => argument.Value switch
    {
        Tensor tensor => [tensor],
        Tensor?[] tensors => tensors.OfType<Tensor>(),
        _ => [],
    });
}
