using System.Text.Json;

namespace Lucarne.Torch.Safetensors;

/// <summary>One tensor in a safetensors file.</summary>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Start">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte after its last.</param>
public sealed record SafetensorsEntry(ScalarType Type, long[] Shape, long Start, long End);

/// <summary>
/// The header of a safetensors file, read without trusting it: every offset, shape and type is checked against the file's size
/// before anything is mapped. The format: 8 bytes of length, JSON, then the bytes of the tensors without gaps.
/// </summary>
internal static class SafetensorsHeader
{
    /// <summary>The largest header that is read, as in the format's reference implementation.</summary>
    internal const long LargestHeader = 100_000_000;

    private static readonly Dictionary<string, ScalarType> Types = new(StringComparer.Ordinal)
    {
        ["U8"] = ScalarType.UInt8,
        ["I8"] = ScalarType.Int8,
        ["I16"] = ScalarType.Int16,
        ["I32"] = ScalarType.Int32,
        ["I64"] = ScalarType.Int64,
        ["F16"] = ScalarType.Float16,
        ["F32"] = ScalarType.Float32,
        ["F64"] = ScalarType.Float64,
        ["BOOL"] = ScalarType.Bool,
        ["BF16"] = ScalarType.BFloat16,
    };

    // In the format, and met in files of quantised language models; libtorch 1.13 has no such elements.
    private static readonly string[] Unsupported =
        ["F8_E4M3", "F8_E5M2", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ", "F6_E2M3", "F6_E3M2", "F4", "U16", "U32", "U64", "C64"];

    internal static string NameOf(ScalarType type) =>
        Types.FirstOrDefault(pair => pair.Value == type).Key ?? throw new SafetensorsException($"safetensors files hold no elements of type {type}");

    /// <summary>Reads and checks the header's JSON.</summary>
    /// <param name="json">The header.</param>
    /// <param name="dataLength">How many bytes follow it.</param>
    /// <param name="file">For messages.</param>
    internal static (Dictionary<string, SafetensorsEntry> Entries, Dictionary<string, string> Metadata) Parse(
        ReadOnlyMemory<byte> json, long dataLength, string file)
    {
        var entries = new Dictionary<string, SafetensorsEntry>(StringComparer.Ordinal);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name == "__metadata__")
                {
                    foreach (var pair in property.Value.EnumerateObject()) metadata[pair.Name] = pair.Value.GetString() ?? "";
                }
                else if (!entries.TryAdd(property.Name, Entry(property.Name, property.Value, dataLength, file)))
                {
                    throw new SafetensorsException($"{file}: the tensor '{property.Name}' is listed twice");
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new SafetensorsException($"{file}: the header is not that of a safetensors file ({error.Message})");
        }

        NoGaps(entries, dataLength, file);
        return (entries, metadata);
    }

    private static SafetensorsEntry Entry(string name, JsonElement value, long dataLength, string file)
    {
        var typeName = value.GetProperty("dtype").GetString() ?? "";
        if (Unsupported.Contains(typeName))
            throw new SafetensorsException($"{file}: the tensor '{name}' has elements of type {typeName}, which are not supported; convert them to {string.Join(", ", Types.Keys)}");
        if (!Types.TryGetValue(typeName, out var type)) throw new SafetensorsException($"{file}: the tensor '{name}' has the unknown element type '{typeName}'");
        var shape = value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
        var offsets = value.GetProperty("data_offsets");
        if (offsets.GetArrayLength() != 2) throw new SafetensorsException($"{file}: the tensor '{name}' needs two offsets");
        var (start, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        if (start < 0 || end < start || end > dataLength)
            throw new SafetensorsException($"{file}: the tensor '{name}' claims bytes {start} to {end}, and the file holds {dataLength}; it is cut short or its header lies");
        if (ByteLength(type, shape) != end - start)
            throw new SafetensorsException($"{file}: the tensor '{name}' of shape [{string.Join(", ", shape)}] and type {typeName} does not fill its {end - start} bytes");
        return new SafetensorsEntry(type, shape, start, end);
    }

    private static long ByteLength(ScalarType type, long[] shape)
    {
        try
        {
            return shape.Aggregate((long)ScalarTypes.SizeOf(type), (product, size) => size < 0 ? throw new OverflowException() : checked(product * size));
        }
        catch (OverflowException)
        {
            return -1;
        }
    }

    private static void NoGaps(Dictionary<string, SafetensorsEntry> entries, long dataLength, string file)
    {
        var expected = 0L;
        foreach (var (name, entry) in entries.OrderBy(pair => pair.Value.Start).ThenBy(pair => pair.Value.End))
        {
            if (entry.Start != expected) throw new SafetensorsException($"{file}: the bytes of the tensor '{name}' overlap others or leave a gap");
            expected = entry.End;
        }

        if (expected != dataLength) throw new SafetensorsException($"{file}: {dataLength - expected} bytes belong to no tensor");
    }
}
