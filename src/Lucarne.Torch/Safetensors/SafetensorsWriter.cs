using System.Buffers.Binary;
using System.Text.Json;

namespace Lucarne.Torch.Safetensors;

/// <summary>Writes safetensors files: beside the wanted name first, flushed to the disk, then renamed.</summary>
public static class SafetensorsWriter
{
    /// <summary>Writes tensors under their names; an existing file is replaced only when the new one is whole.</summary>
    /// <param name="path">Where the file shall be.</param>
    /// <param name="tensors">Names and values; order is kept among elements of one size.</param>
    /// <param name="metadata">Free text to travel with them.</param>
    /// <exception cref="SafetensorsException">Two tensors have one name, or a name is the format's own.</exception>
    /// <exception cref="IOException">The disk is full, or the folder is not there.</exception>
    public static void Write(string path, IEnumerable<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var still = new NoGradient();
        using var scope = new TensorScope();

        // Wide elements first, so that all lie at multiples of their size; the same order in the header, as others write it.
        var plain = tensors.Select(item => (item.Name, Tensor: item.Tensor.Detach().Move(Device.Cpu).Contiguous()))
            .OrderByDescending(item => ScalarTypes.SizeOf(item.Tensor.Type)).ToList();
        CheckNames(plain.Select(item => item.Name), Path.GetFileName(path));
        var header = Header(plain, metadata);
        var beside = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write))
            {
                stream.Write(header);
                foreach (var (_, tensor) in plain) stream.Write(tensor.Bytes());
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    private static void CheckNames(IEnumerable<string> names, string file)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { "__metadata__" };
        foreach (var name in names)
            if (!seen.Add(name)) throw new SafetensorsException($"{file}: the tensor name '{name}' is taken; names must differ, and __metadata__ is the format's own");
    }

    private static byte[] Header(List<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var json = new MemoryStream();
        json.Write(stackalloc byte[8]);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                writer.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata) writer.WriteString(key, value);
                writer.WriteEndObject();
            }

            var offset = 0L;
            foreach (var (name, tensor) in tensors)
            {
                var length = tensor.Elements * ScalarTypes.SizeOf(tensor.Type);
                writer.WriteStartObject(name);
                writer.WriteString("dtype", SafetensorsHeader.NameOf(tensor.Type));
                Integers(writer, "shape", tensor.Shape);
                Integers(writer, "data_offsets", [offset, offset + length]);
                writer.WriteEndObject();
                offset += length;
            }

            writer.WriteEndObject();
        }

        // Padded with spaces so that the tensors start at a multiple of 8 bytes, as the format asks.
        while (json.Length % 8 != 0) json.WriteByte((byte)' ');
        var bytes = json.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(bytes, bytes.Length - 8);
        return bytes;
    }

    private static void Integers(Utf8JsonWriter writer, string name, ReadOnlySpan<long> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }
}
