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
    private readonly string _file;
    private readonly long _dataStart;
    private readonly Dictionary<string, SafetensorsEntry> _entries;

    private int _disposed;

    private SafetensorsFile(Mapping mapping, string file, long dataStart, Dictionary<string, SafetensorsEntry> entries, Dictionary<string, string> metadata)
    {
        (_mapping, _file, _dataStart, _entries, Metadata) = (mapping, file, dataStart, entries, metadata);
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
        var mapping = Map(path, file);
        var length = mapping.Length;
        try
        {
            var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(mapping.Bytes(0, 8));
            if (headerLength > (ulong)Math.Min(length - 8, SafetensorsHeader.LargestHeader))
                throw new SafetensorsException($"{file}: the header claims {headerLength} bytes of a file of {length}; this is no safetensors file, or it is cut short");
            var header = mapping.Bytes(8, (int)headerLength).ToArray();
            var dataStart = 8 + (long)headerLength;
            var (entries, metadata) = SafetensorsHeader.Parse(header, length - dataStart, file);
            return new SafetensorsFile(mapping, file, dataStart, entries, metadata);
        }
        catch
        {
            mapping.Release();
            throw;
        }
    }

    /// <summary>
    /// The tensor of a name, over the mapped bytes. A file that is replaced by renaming stays readable here; one that is cut
    /// short in place while it is mapped ends the process, as with every mapped file.
    /// </summary>
    /// <exception cref="SafetensorsException">The file has no such tensor.</exception>
    /// <exception cref="ObjectDisposedException">The file was disposed.</exception>
    public unsafe Tensor Read(string name)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        if (!_entries.TryGetValue(name, out var entry)) throw new SafetensorsException($"{_file}: there is no tensor '{name}' in the file");
        var lease = _mapping.Acquire() ?? throw new ObjectDisposedException(nameof(SafetensorsFile));
        var data = _mapping.Pointer + _dataStart + entry.Start;
        if ((nint)data % ScalarTypes.SizeOf(entry.Type) == 0) return Tensor.Borrow(data, entry.Type, entry.Shape, lease);

        // The format allows elements at odd addresses; libtorch's kernels are not written for them.
        using (lease) return Tensor.Copy(data, entry.Type, entry.Shape);
    }

    /// <summary>All tensors by name.</summary>
    public Dictionary<string, Tensor> ReadAll() => _entries.Keys.ToDictionary(name => name, Read, StringComparer.Ordinal);

    /// <inheritdoc />
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0) _mapping.Release();
    }

    private static Mapping Map(string path, string file)
    {
        if (Directory.Exists(path)) throw new SafetensorsException($"{file}: this is a folder; expected a safetensors file");
        try
        {
            var stream = File.OpenRead(path);
            if (stream.Length >= 8) return new Mapping(stream);
            var length = stream.Length;
            stream.Dispose();
            throw new SafetensorsException($"{file}: {length} bytes are too few for a safetensors file");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SafetensorsException($"{file}: there is no such file");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SafetensorsException($"{file}: the file cannot be read ({error.Message})");
        }
    }

    /// <summary>The mapped file, counted: the file object holds one reference and each tensor another.</summary>
    private sealed unsafe class Mapping
    {
        private readonly MemoryMappedFile _file;
        private readonly MemoryMappedViewAccessor _view;
        private int _references = 1;

        internal Mapping(FileStream stream)
        {
            Length = stream.Length;
            _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);

            // Copy on write: a tensor may be changed in place without a fault and without touching the file.
            _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.CopyOnWrite);
            byte* pointer = null;
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
            Pointer = pointer + _view.PointerOffset;
        }

        internal long Length { get; }

        internal byte* Pointer { get; }

        internal ReadOnlySpan<byte> Bytes(long start, int length) => new(Pointer + start, length);

        /// <summary>One more reference, or null where the last one is gone and the bytes with it.</summary>
        internal Lease? Acquire()
        {
            var seen = Volatile.Read(ref _references);
            while (seen > 0)
            {
                var before = Interlocked.CompareExchange(ref _references, seen + 1, seen);
                if (before == seen) return new Lease(this);
                seen = before;
            }

            return null;
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
