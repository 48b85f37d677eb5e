using System.Buffers.Binary;
using Lucarne.Torch;

namespace Lucarne.Networks.Weights.Pickles;

/// <summary>
/// What torch.save wrote before PyTorch 1.6, and most of torchvision's public files: five pickles (magic number, protocol, machine,
/// tensors, keys of the storages), then each storage as its number of elements and its bytes, in the order of the keys.
/// </summary>
internal sealed class TorchStream : IDisposable
{
    private readonly FileStream _stream;
    private readonly string _file;
    private readonly Dictionary<string, (long Start, long Elements)> _storages = new(StringComparer.Ordinal);

    internal TorchStream(string path)
    {
        _file = Path.GetFileName(path);
        _stream = File.OpenRead(path);
        try
        {
            // Everything but the numbers comes first, and the numbers are read only when their places are known.
            var head = new byte[(int)Math.Min(_stream.Length, TorchArchive.LargestPickle)];
            _stream.ReadExactly(head);
            var position = 0;
            var parts = new object?[5];
            for (var i = 0; i < parts.Length; i++)
            {
                parts[i] = PickleMachine.Read(head.AsSpan(position), _file, out var length);
                position += length;
            }

            if (parts[2] is Dictionary<object, object?> machine && machine.TryGetValue("little_endian", out var little) && little is false)
                throw new NetworkException($"{_file}: the numbers are big-endian; save it again on a little-endian machine");
            Root = parts[3];
            Locate(parts[4] as List<object?> ?? throw Lies("the list of storages"), position, Storages(Root));
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    internal object? Root { get; }

    /// <summary>Whether a file begins as this format does: the pickled magic number 0x1950a86a20f9469cfc6c.</summary>
    internal static bool Begins(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.']);

    /// <summary>The bytes of a storage.</summary>
    internal byte[] Storage(PickledStorage storage)
    {
        if (!_storages.TryGetValue(storage.Key, out var place) || place.Elements != storage.Elements) throw Lies($"the storage {storage.Key}");
        var bytes = new byte[checked(storage.Elements * ScalarTypes.SizeOf(storage.Type))];
        _stream.Position = place.Start;
        _stream.ReadExactly(bytes);
        return bytes;
    }

    /// <inheritdoc />
    public void Dispose() => _stream.Dispose();

    private static Dictionary<string, PickledStorage> Storages(object? root)
    {
        var storages = new Dictionary<string, PickledStorage>(StringComparer.Ordinal);
        var open = new Stack<object?>([root]);
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        while (open.TryPop(out var value))
        {
            if (value is PickledTensor tensor) storages[tensor.Storage.Key] = tensor.Storage;
            var inner = value switch { Dictionary<object, object?> dictionary => dictionary.Values, IEnumerable<object?> list => list, _ => null };
            if (inner is null || !seen.Add(value!)) continue;
            foreach (var item in inner) open.Push(item);
        }

        return storages;
    }

    private void Locate(List<object?> keys, long position, Dictionary<string, PickledStorage> storages)
    {
        Span<byte> count = stackalloc byte[8];
        foreach (var key in keys)
        {
            if (key is not string name || !storages.TryGetValue(name, out var storage) || position > _stream.Length - 8) throw Lies($"the storage {key}");
            _stream.Position = position;
            _stream.ReadExactly(count);
            var elements = BinaryPrimitives.ReadInt64LittleEndian(count);
            var size = ScalarTypes.SizeOf(storage.Type);
            if (elements < 0 || elements > (_stream.Length - position - 8) / size) throw Lies($"the storage {name}");
            _storages[name] = (position + 8, elements);
            position += 8 + (elements * size);
        }
    }

    private NetworkException Lies(string what) => new($"{_file}: {what} is not as the file says; it is damaged, cut short or lies; fetch it again");
}
