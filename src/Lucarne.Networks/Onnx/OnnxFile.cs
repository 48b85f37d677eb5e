using Google.Protobuf;

namespace Lucarne.Networks.Onnx;

/// <summary>
/// Writes models in the form of the ONNX standard (onnx.proto3, version 8 of the form): protocol buffers with the standard's field numbers.
/// </summary>
public static class OnnxFile
{
    private const int FormVersion = 8;
    private const int Producer = 2, ProducerVersion = 3;

    // AttributeProto.AttributeType
    private const int Single = 1, Whole = 2, Text = 3, Wholes = 7;

    /// <summary>Writes a model to a stream.</summary>
    /// <param name="model">The model.</param>
    /// <param name="producerVersion">Lucarne's version.</param>
    /// <param name="stream">Where to.</param>
    public static void Write(OnnxModel model, string producerVersion, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stream);
        using var output = new CodedOutputStream(stream, leaveOpen: true);
        Number(output, 1, FormVersion);
        String(output, Producer, "Lucarne");
        String(output, ProducerVersion, producerVersion);
        Message(output, 7, graph => Graph(graph, model));
        Message(output, 8, version => Number(version, 2, OnnxModel.OperatorSet));
        foreach (var (key, value) in model.Metadata)
        {
            Message(output, 14, entry =>
            {
                String(entry, 1, key);
                String(entry, 2, value);
            });
        }
    }

    private static void Graph(CodedOutputStream output, OnnxModel model)
    {
        foreach (var node in model.Nodes) Message(output, 1, inner => Node(inner, node));
        String(output, 2, model.Name);
        foreach (var constant in model.Constants) Message(output, 5, inner => Tensor(inner, constant));
        Message(output, 11, inner => Port(inner, model.Input));
        Message(output, 12, inner => Port(inner, model.Output));
    }

    private static void Node(CodedOutputStream output, OnnxNode node)
    {
        foreach (var input in node.Inputs) String(output, 1, input);
        foreach (var result in node.Outputs) String(output, 2, result);
        String(output, 3, node.Outputs[0]);
        String(output, 4, node.Operator);
        foreach (var (name, value) in node.Attributes) Message(output, 5, inner => Attribute(inner, name, value));
    }

    private static void Attribute(CodedOutputStream output, string name, object value)
    {
        String(output, 1, name);
        switch (value)
        {
            case float single:
                output.WriteTag(2, WireFormat.WireType.Fixed32);
                output.WriteFloat(single);
                Number(output, 20, Single);
                break;
            case long whole:
                Number(output, 3, whole);
                Number(output, 20, Whole);
                break;
            case string text:
                String(output, 4, text);
                Number(output, 20, Text);
                break;
            case long[] wholes:
                foreach (var whole in wholes) Number(output, 8, whole);
                Number(output, 20, Wholes);
                break;
            default:
                throw new ArgumentException($"an attribute of type {value.GetType().Name} cannot be written", nameof(value));
        }
    }

    private static void Tensor(CodedOutputStream output, OnnxTensor tensor)
    {
        foreach (var size in tensor.Shape) Number(output, 1, size);
        Number(output, 2, (int)tensor.Type);
        String(output, 8, tensor.Name);
        output.WriteTag(9, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(UnsafeByteOperations.UnsafeWrap(tensor.Bytes));
    }

    private static void Port(CodedOutputStream output, OnnxPort port)
    {
        String(output, 1, port.Name);
        Message(output, 2, type => Message(type, 1, tensor =>
        {
            Number(tensor, 1, (int)OnnxType.Float);
            Message(tensor, 2, shape =>
            {
                Message(shape, 1, size => String(size, 2, "N"));
                foreach (var length in port.Shape) Message(shape, 1, size => Number(size, 1, length));
            });
        }));
    }

    /// <summary>A message within a message has its length before it: it is written apart first.</summary>
    private static void Message(CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        using var memory = new MemoryStream();
        using (var inner = new CodedOutputStream(memory, leaveOpen: true)) write(inner);
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(UnsafeByteOperations.UnsafeWrap(memory.GetBuffer().AsMemory(0, (int)memory.Length)));
    }

    private static void String(CodedOutputStream output, int field, string text)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(text);
    }

    private static void Number(CodedOutputStream output, int field, long value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    }
}
