using System.Security.Cryptography;
using Lucarne.Networks.Weights.Pickles;
using Lucarne.Torch;
using Lucarne.Torch.Safetensors;

namespace Lucarne.Networks.Weights;

/// <summary>
/// Tensors by name from a <c>.safetensors</c>, <c>.pth</c> or <c>.pt</c> file. No code of the file is run. What a file is, its first
/// bytes say, not its name.
/// </summary>
public sealed class WeightFile : IDisposable
{
    private WeightFile(string path, Dictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        (Path, Tensors, Metadata) = (path, tensors, metadata);
        foreach (var tensor in tensors.Values) tensor.Persist();
    }

    /// <summary>Where it was read from.</summary>
    public string Path { get; }

    /// <summary>The file's name without its folder.</summary>
    public string FileName => System.IO.Path.GetFileName(Path);

    /// <summary>The tensors, on the CPU and of the file's own types; released with this object.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>What the file says about itself; empty for a <c>.pth</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="NetworkException">It is missing, damaged, of no known format, or asks for more than weights need.</exception>
    public static WeightFile Read(string path)
    {
        var file = System.IO.Path.GetFileName(path);
        if (!File.Exists(path)) throw new NetworkException($"{path}: there is no such file of weights; give a .safetensors or .pth, imagenet or none");
        try
        {
            var start = new byte[16];
            int length;
            using (var stream = File.OpenRead(path)) length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            if (start.AsSpan(0, length).StartsWith("PK\u0003\u0004"u8))
            {
                using var archive = new TorchArchive(path);
                return new WeightFile(path, StateDictionary.Tensors(archive.Root, archive.Storage, path), new Dictionary<string, string>());
            }

            if (TorchStream.Begins(start))
            {
                using var legacy = new TorchStream(path);
                return new WeightFile(path, StateDictionary.Tensors(legacy.Root, legacy.Storage, path), new Dictionary<string, string>());
            }

            using var safe = SafetensorsFile.Open(path);
            return new WeightFile(path, safe.ReadAll(), safe.Metadata);
        }
        catch (SafetensorsException error)
        {
            throw new NetworkException($"{file}: this is no file of weights that can be read ({error.Message}); expected .safetensors, or .pth of torch.save", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or OverflowException)
        {
            throw new NetworkException($"{file}: it cannot be read ({error.Message})", error);
        }
    }

    /// <summary>The SHA-256 of the file, 64 lower-case hexadecimal digits.</summary>
    public string Sha256()
    {
        using var stream = File.OpenRead(Path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var tensor in Tensors.Values) tensor.Dispose();
    }
}
