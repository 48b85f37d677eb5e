using System.Buffers.Binary;
using System.Text;

namespace Lucarne.Torch.Tests.Safetensors;

/// <summary>A file laid out by hand after the format's description: 8 bytes of length, little-endian, the JSON, the data.</summary>
internal sealed class SafetensorsBytes : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lucarne-safetensors").FullName;

    internal string Path => System.IO.Path.Combine(_folder, "weights.safetensors");

    internal string Folder => _folder;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    internal static byte[] Lay(string json, params ReadOnlySpan<byte> data)
    {
        var header = Encoding.UTF8.GetBytes(json);
        var bytes = new byte[8 + header.Length + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header.Length);
        header.CopyTo(bytes, 8);
        data.CopyTo(bytes.AsSpan(8 + header.Length));
        return bytes;
    }

    internal string Write(byte[] bytes)
    {
        File.WriteAllBytes(Path, bytes);
        return Path;
    }
}
