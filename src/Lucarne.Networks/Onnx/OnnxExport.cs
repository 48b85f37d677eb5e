using Lucarne.Torch;

namespace Lucarne.Networks.Onnx;

/// <summary>
/// Networks as ONNX, by listening to one prediction: what a network calls of libtorch's operators, from the input to the result, is its
/// graph. Whatever is added to a network is exported with it, or refused.
/// </summary>
public static class OnnxExport
{
    /// <summary>Predicts once and writes down what was computed.</summary>
    /// <param name="name">What the graph is called.</param>
    /// <param name="input">The input's name, and an example [N, …]: its sizes behind the first are the graph's.</param>
    /// <param name="output">The result's name.</param>
    /// <param name="parameters">Tensors that shall keep their names.</param>
    /// <param name="predict">From the input to the result, both of float32, with the number of pictures as the first size.</param>
    /// <exception cref="NetworkException">Something that it computes cannot be told in ONNX.</exception>
    public static OnnxModel Trace(
        string name, (string Name, Tensor Example) input, string output, IEnumerable<(string Name, Tensor Tensor)> parameters, Func<Tensor, Tensor> predict)
    {
        ArgumentNullException.ThrowIfNull(predict);
        using var still = new NoGradient();
        using var scope = new TensorScope();
        var graph = new OnnxGraph(input.Example, input.Name, parameters);
        Tensor result;
        using (new OperatorTrace(graph.Take)) result = predict(input.Example);
        var end = new OnnxNode("Identity", [graph.NameOf(result)], [output], []);
        return new()
        {
            Name = name,
            Input = new(input.Name, input.Example.Shape[1..]),
            Output = new(output, result.Shape[1..]),
            Nodes = [.. graph.Nodes, end],
            Constants = graph.Constants,
        };
    }
}
