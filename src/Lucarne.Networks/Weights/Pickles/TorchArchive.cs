using System.IO.Compression;
using Lucarne.Torch;

namespace Lucarne.Networks.Weights.Pickles;

/// <summary>What torch.save writes since PyTorch 1.6: a zip with <c>data.pkl</c> and one uncompressed entry a storage, <c>data/KEY</c>.</summary>
internal sealed class TorchArchive : IDisposable
{
    /// <summary>The largest list of tensors that is read; those of torchvision's networks take less than 200 kB.</summary>
    internal const long LargestPickle = 64 << 20;

    private readonly ZipArchive _zip;
    private readonly string _file;
    private readonly string _prefix;

    internal TorchArchive(string path)
    {
        _file = Path.GetFileName(path);
        try
        {
            _zip = ZipFile.OpenRead(path);
            var names = _zip.Entries.Select(entry => entry.FullName).Where(name => name.EndsWith("/data.pkl", StringComparison.Ordinal)).ToList();
            _prefix = names.Count == 1 ? names[0][..^"data.pkl".Length]
                : throw new NetworkException($"{_file}: the zip holds {names.Count} lists of tensors (data.pkl) and one is needed; is it a file of torch.save?");
            if (_zip.GetEntry(_prefix + "byteorder") is { } order && System.Text.Encoding.ASCII.GetString(Bytes(order, order.Length)) != "little")
                throw new NetworkException($"{_file}: the numbers are big-endian; save it again on a little-endian machine");
            Root = PickleMachine.Read(Bytes(_zip.GetEntry(names[0])!, LargestPickle), _file, out _);
        }
        catch (InvalidDataException error)
        {
            _zip?.Dispose();
            throw new NetworkException($"{_file}: the zip is damaged or cut short; fetch it again", error);
        }
        catch
        {
            _zip?.Dispose();
            throw;
        }
    }

    internal object? Root { get; }

    /// <summary>The bytes of a storage.</summary>
    internal byte[] Storage(PickledStorage storage)
    {
        var length = checked(storage.Elements * ScalarTypes.SizeOf(storage.Type));
        var entry = _zip.GetEntry($"{_prefix}data/{storage.Key}");
        if (entry is null || entry.Length != length)
            throw new NetworkException($"{_file}: the storage {storage.Key} should hold {length} bytes and holds {entry?.Length ?? 0}; the file is damaged or lies; fetch it again");
        try
        {
            return Bytes(entry, length);
        }
        catch (InvalidDataException error)
        {
            throw new NetworkException($"{_file}: the zip is damaged or cut short; fetch it again", error);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _zip.Dispose();

    private byte[] Bytes(ZipArchiveEntry entry, long largest)
    {
        // torch.save stores without compression, so that no entry can be larger than the file; a zip bomb is one that is.
        if (entry.CompressedLength != entry.Length || entry.Length > Math.Min(largest, Array.MaxLength))
            throw new NetworkException($"{_file}: the entry {entry.FullName} of {entry.Length} bytes is compressed or too large for a file of torch.save");
        var bytes = new byte[entry.Length];
        using var stream = entry.Open();
        try
        {
            stream.ReadExactly(bytes);
        }
        catch (EndOfStreamException error)
        {
            throw new NetworkException($"{_file}: the entry {entry.FullName} is cut short; fetch the file again", error);
        }

        return bytes;
    }
}
