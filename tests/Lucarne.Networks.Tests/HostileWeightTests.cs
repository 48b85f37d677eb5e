using System.IO.Compression;
using System.Text;
using Lucarne.Networks.Weights;

namespace Lucarne.Networks.Tests;

public sealed class HostileWeightTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lucarne-weights-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("posix", "system")]
    [InlineData("os", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("__builtin__", "exec")]
    [InlineData("torch.hub", "load")]
    public void A_pickle_that_calls_anything_else_is_refused_by_that_name_and_runs_nothing(string module, string name)
    {
        // What pickle.dumps gives for an object whose __reduce__ returns (os.system, ("touch FILE",)).
        var touched = Path.Combine(_folder, "touched");
        var pickle = Encoding.UTF8.GetBytes($"c{module}\n{name}\nX")
            .Concat(BitConverter.GetBytes(Encoding.UTF8.GetByteCount("touch " + touched))).Concat(Encoding.UTF8.GetBytes("touch " + touched))
            .Concat(new byte[] { 0x85, (byte)'R', (byte)'.' }).ToArray();
        var error = Assert.Throws<NetworkException>(() => WeightFile.Read(Archive(pickle)));
        Assert.Contains($"'{module}.{name}'", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(touched));
        error = Assert.Throws<NetworkException>(() => WeightFile.Read(Legacy(pickle)));
        Assert.Contains($"'{module}.{name}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 0, 4, 1, 16, null)]
    [InlineData(5, 0, 5, 1, 16, "5 numbers of a storage of 4")]
    [InlineData(4, 1, 4, 1, 16, "a window that begins too late")]
    [InlineData(4, 0, 2, 100, 16, "steps out of the storage")]
    [InlineData(4, 0, 200, 0, 16, "one number many times over")]
    [InlineData(4, 0, 4, 1, 12, "a storage shorter than it says")]
    public void A_tensor_must_lie_inside_its_storage(int elements, int offset, int size, int stride, int bytes, string? lie)
    {
        var tensor = Pickle(lie is not null && elements == 5 ? 4 : elements, offset, size, stride);
        if (lie is null)
        {
            using var file = WeightFile.Read(Archive(tensor, ("0", new byte[bytes])));
            Assert.Equal([4], file.Tensors["w"].Shape);
        }
        else
        {
            var error = Assert.Throws<NetworkException>(() => WeightFile.Read(Archive(tensor, ("0", new byte[bytes]))));
            Assert.Contains("archive.pth", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Any_damage_to_the_bytes_ends_in_a_sentence_or_in_tensors()
    {
        var random = new Random(1);
        var good = Pickle(4, 0, 4, 1);
        for (var i = 0; i < 1000; i++)
        {
            var bad = good.ToArray();
            for (var flips = random.Next(1, 4); flips > 0; flips--) bad[random.Next(bad.Length)] = (byte)random.Next(256);
            var path = i % 2 == 0 ? Archive(bad[..random.Next(1, bad.Length + 1)], ("0", new byte[16])) : Legacy(bad);
            try
            {
                WeightFile.Read(path).Dispose();
            }
            catch (NetworkException error)
            {
                Assert.Contains(".pth", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_missing_an_empty_and_a_wrong_file_are_refused_by_name()
    {
        var empty = Path.Combine(_folder, "empty.safetensors");
        File.WriteAllBytes(empty, []);
        var text = Path.Combine(_folder, "text.pth");
        File.WriteAllText(text, "these are not the weights you are looking for");
        foreach (var path in new[] { Path.Combine(_folder, "absent.pth"), empty, text })
            Assert.Contains(Path.GetFileName(path), Assert.Throws<NetworkException>(() => WeightFile.Read(path)).Message, StringComparison.Ordinal);
    }

    /// <summary>{"w": tensor(storage 0 of so many floats, …)} in pickle's protocol 2.</summary>
    private static byte[] Pickle(int elements, int offset, int size, int stride)
    {
        using var stream = new MemoryStream();
        void Bytes(params byte[] bytes) => stream.Write(bytes);
        void Text(string text)
        {
            Bytes((byte)'X', (byte)text.Length, 0, 0, 0);
            stream.Write(Encoding.ASCII.GetBytes(text));
        }

        void Global(string name) => stream.Write(Encoding.ASCII.GetBytes(name));
        Bytes(0x80, 2, (byte)'}');
        Text("w");
        Global("ctorch._utils\n_rebuild_tensor_v2\n");
        Bytes((byte)'(', (byte)'(');
        Text("storage");
        Global("ctorch\nFloatStorage\n");
        Text("0");
        Text("cpu");
        Bytes((byte)'K', (byte)elements, (byte)'t', (byte)'Q', (byte)'K', (byte)offset, (byte)'K', (byte)size, 0x85, (byte)'K', (byte)stride, 0x85);
        Bytes(0x89, (byte)'N', (byte)'t', (byte)'R', (byte)'s', (byte)'.');
        return stream.ToArray();
    }

    private string Archive(byte[] pickle, params (string Key, byte[] Bytes)[] storages)
    {
        var path = Path.Combine(_folder, "archive.pth");
        File.Delete(path);
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, bytes) in storages.Select(storage => ("archive/data/" + storage.Key, storage.Bytes)).Prepend(("archive/data.pkl", pickle)))
        {
            using var stream = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
            stream.Write(bytes);
        }

        return path;
    }

    private string Legacy(byte[] pickle)
    {
        var path = Path.Combine(_folder, "legacy.pth");
        byte[] magic = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.'];
        byte[] protocol = [0x80, 2, (byte)'M', 0xe9, 3, (byte)'.'];
        byte[] machine = [0x80, 2, (byte)'}', (byte)'.'];
        byte[] keys = [0x80, 2, (byte)']', (byte)'X', 1, 0, 0, 0, (byte)'0', (byte)'a', (byte)'.'];
        File.WriteAllBytes(path, [.. magic, .. protocol, .. machine, .. pickle, .. keys, .. BitConverter.GetBytes(4L), .. new byte[16]]);
        return path;
    }
}
