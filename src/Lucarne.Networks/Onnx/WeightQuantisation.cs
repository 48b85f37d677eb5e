using System.Runtime.InteropServices;

namespace Lucarne.Networks.Onnx;

/// <summary>
/// Weights in eight bits: each output channel's weights are whole numbers from −127 to 127 times that channel's own scale, its largest weight / 127
/// (symmetric, per channel; Nagel et al. 2021, "A white paper on neural network quantization", section 2.2). The file is a quarter of its
/// size; whoever runs it computes in 32-bit floating point as before.
/// </summary>
public static class WeightQuantisation
{
    private const int Levels = 127;

    // A handful of numbers saves nothing.
    private const int Fewest = 256;

    // Which dimension of an operator's weights counts its output channels.
    private static readonly Dictionary<string, int> ChannelAxis = new(StringComparer.Ordinal) { ["Conv"] = 0, ["Gemm"] = 0, ["ConvTranspose"] = 1 };

    /// <summary>The same network with eight-bit weights.</summary>
    public static OnnxModel Apply(OnnxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var constants = model.Constants.ToDictionary(constant => constant.Name, StringComparer.Ordinal);
        var nodes = new List<OnnxNode>();
        var widened = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in model.Nodes)
        {
            if (ChannelAxis.TryGetValue(node.Operator, out var axis) && constants.GetValueOrDefault(node.Inputs[1]) is { Type: OnnxType.Float, Bytes.Length: >= Fewest * sizeof(float) } weight)
            {
                if (!widened.ContainsKey(weight.Name)) nodes.Add(Narrow(weight, axis, constants, widened));
                nodes.Add(node with { Inputs = [node.Inputs[0], widened[weight.Name], .. node.Inputs.Skip(2)] });
            }
            else
            {
                nodes.Add(node);
            }
        }

        foreach (var name in widened.Keys) constants.Remove(name);
        return model with { Nodes = nodes, Constants = [.. constants.Values] };
    }

    /// <summary>Replaces weights by whole numbers and scales, and gives the operation that makes them weights again.</summary>
    private static OnnxNode Narrow(OnnxTensor weight, int axis, Dictionary<string, OnnxTensor> constants, Dictionary<string, string> widened)
    {
        var values = MemoryMarshal.Cast<byte, float>(weight.Bytes);
        var channels = (int)weight.Shape[axis];
        var inner = (int)weight.Shape.Skip(axis + 1).Aggregate(1L, (product, size) => product * size);
        var scales = new float[channels];
        for (var i = 0; i < values.Length; i++) scales[i / inner % channels] = Math.Max(scales[i / inner % channels], Math.Abs(values[i]));
        for (var c = 0; c < channels; c++) scales[c] = scales[c] > 0 ? scales[c] / Levels : 1;
        var whole = new sbyte[values.Length];
        for (var i = 0; i < whole.Length; i++) whole[i] = (sbyte)Math.Round(values[i] / scales[i / inner % channels]);
        var (bytes, scale, again) = ($"{weight.Name}.int8", $"{weight.Name}.scale", $"{weight.Name}.float");
        constants[bytes] = new(bytes, OnnxType.Int8, weight.Shape, MemoryMarshal.AsBytes<sbyte>(whole).ToArray());
        constants[scale] = new(scale, OnnxType.Float, [channels], MemoryMarshal.AsBytes<float>(scales).ToArray());
        widened[weight.Name] = again;
        return new("DequantizeLinear", [bytes, scale], [again], [("axis", (long)axis)]);
    }
}
