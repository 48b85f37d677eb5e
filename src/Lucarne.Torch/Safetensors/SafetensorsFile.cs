using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;

namespace Lucarne.Torch.Safetensors;

/// <summary>
/// A safetensors file, mapped into memory: opening it costs its header, and a tensor costs nothing until it is touched. Tensors stay
/// valid after the file is disposed; the mapping goes with the last of them.
/// </summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly Mapping _mapping;
    private readonly long _dataStart;
    private readonly Dictionary<string, SafetensorsEntry> _entries;

    private SafetensorsFile(Mapping mapping, long dataStart, Dictionary<string, SafetensorsEntry> entries, Dictionary<string, string> metadata)
    {
        (_mapping, _dataStart, _entries, Metadata) = (mapping, dataStart, entries, metadata);
    }

    /// <summary>What the file says of each tensor.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => _entries;

    /// <summary>Free text that travels with the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens and checks a file.</summary>
    /// <exception cref="SafetensorsException">It is missing, cut short, or its header lies.</exception>
    public static SafetensorsFile Open(string path)
    {
        var file = Path.GetFileName(path);
        if (!File.Exists(path)) throw new SafetensorsException($"{file}: there is no such file");
        var length = new FileInfo(path).Length;
        if (length < 8) throw new SafetensorsException($"{file}: {length} bytes are too few for a safetensors file");
        var mapping = new Mapping(path);
        try
        {
            var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(mapping.Bytes(0, 8));
            if (headerLength > (ulong)Math.Min(length - 8, SafetensorsHeader.LargestHeader))
                throw new SafetensorsException($"{file}: the header claims {headerLength} bytes of a file of {length}; this is no safetensors file, or it is cut short");
            var header = mapping.Bytes(8, (int)headerLength).ToArray();
            var dataStart = 8 + (long)headerLength;
            var (entries, metadata) = SafetensorsHeader.Parse(header, length - dataStart, file);
            return new SafetensorsFile(mapping, dataStart, entries, metadata);
        }
        catch
        {
            mapping.Release();
            throw;
        }
    }

    /// <summary>The tensor of a name, over the mapped bytes.</summary>
    public unsafe Tensor Read(string name)
    {
        if (!_entries.TryGetValue(name, out var entry)) throw new SafetensorsException($"there is no tensor '{name}' in the file");
        return Tensor.Borrow(_mapping.Pointer + _dataStart + entry.Start, entry.Type, entry.Shape, _mapping.Acquire());
    }

    /// <summary>All tensors by name.</summary>
    public Dictionary<string, Tensor> ReadAll() => _entries.Keys.ToDictionary(name => name, Read, StringComparer.Ordinal);

    /// <inheritdoc />
    public void Dispose() => _mapping.Release();

    /// <summary>The mapped file, counted: the file object holds one reference and each tensor another.</summary>
    private sealed unsafe class Mapping
    {
        private readonly MemoryMappedFile _file;
        private readonly MemoryMappedViewAccessor _view;
        private int _references = 1;

        internal Mapping(string path)
        {
            _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);

            // Copy on write: a tensor may be changed in place without a fault and without touching the file.
            _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.CopyOnWrite);
            byte* pointer = null;
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
            Pointer = pointer + _view.PointerOffset;
        }

        internal byte* Pointer { get; }

        internal ReadOnlySpan<byte> Bytes(long start, int length) => new(Pointer + start, length);

        internal Lease Acquire()
        {
            Interlocked.Increment(ref _references);
            return new Lease(this);
        }

        internal void Release()
        {
            if (Interlocked.Decrement(ref _references) != 0) return;
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _file.Dispose();
        }

        internal sealed class Lease(Mapping mapping) : IDisposable
        {
            public void Dispose() => mapping.Release();
        }
    }
}
