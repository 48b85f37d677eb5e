using Lucarne.Torch.Safetensors;

namespace Lucarne.Torch.Tests.Safetensors;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TensorScope _scope = new();
    private readonly SafetensorsBytes _file = new();

    public void Dispose()
    {
        _file.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [InlineData(ScalarType.UInt8)]
    [InlineData(ScalarType.Int8)]
    [InlineData(ScalarType.Int16)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Bool)]
    [InlineData(ScalarType.BFloat16)]
    public void Every_type_goes_through_a_file_bit_by_bit(ScalarType type)
    {
        var bytes = Enumerable.Range(0, 6 * ScalarTypes.SizeOf(type)).Select(i => (byte)(type == ScalarType.Bool ? i % 2 : i * 37)).ToArray();
        var before = Tensor.FromBytes(bytes, type, 2, 3);
        SafetensorsWriter.Write(_file.Path, [("a", before), ("transposed", before.Transpose(0, 1)), ("b", before)]);
        using var file = SafetensorsFile.Open(_file.Path);
        Assert.Equal(bytes, file.Read("b").Bytes().ToArray());
        Assert.Equal(type, file.Read("a").Type);
        Assert.Equal([3, 2], file.Entries["transposed"].Shape);
        Assert.Equal(before.Transpose(0, 1).Contiguous().Bytes().ToArray(), file.Read("transposed").Bytes().ToArray());
    }

    [Fact]
    public void Mixed_types_empty_tensors_scalars_names_and_metadata_go_through_a_file()
    {
        SafetensorsWriter.Write(
            _file.Path,
            [
                ("mask", Tensor.From<bool>([true, false, true], 3)), ("scalar", Tensor.From<double>([2.5])), ("empty", Tensor.From<float>([], 0, 4)),
                ("größe \"1\"\n", Tensor.From<long>([7], 1)), ("", Tensor.From<Half>([(Half)1], 1)),
            ],
            new Dictionary<string, string> { ["format"] = "pt", ["Größe"] = "\u0001 \"x\" 😀" });
        using var file = SafetensorsFile.Open(_file.Path);
        Assert.Equal("\u0001 \"x\" 😀", file.Metadata["Größe"]);
        Assert.Equal("pt", file.Metadata["format"]);
        var all = file.ReadAll();
        Assert.Equal([true, false, true], all["mask"].ToArray<bool>());
        Assert.Empty(all["scalar"].Shape);
        Assert.Equal(2.5, all["scalar"].Item());
        Assert.Equal([0, 4], all["empty"].Shape);
        Assert.Equal(7, all["größe \"1\"\n"].Item());
        Assert.Equal(1, all[""].Item());
        Assert.All(file.Entries.Values, entry => Assert.Equal(0, entry.Start % ScalarTypes.SizeOf(entry.Type)));
    }

    [Fact]
    public void A_file_without_tensors_is_a_file()
    {
        SafetensorsWriter.Write(_file.Path, []);
        using var file = SafetensorsFile.Open(_file.Path);
        Assert.Empty(file.Entries);
        Assert.Empty(file.ReadAll());
    }

    [Fact]
    public void A_file_laid_out_by_hand_is_read_also_where_elements_lie_at_odd_addresses()
    {
        // One byte, then 1.0f and −2.0f at address 1 of the data: 0x3F800000 and 0xC0000000, little-endian.
        var json = """{"x":{"dtype":"F32","shape":[2],"data_offsets":[1,9]},"__metadata__":{"k":"v"},"u":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}   """;
        _file.Write(SafetensorsBytes.Lay(json, 9, 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0));
        using var file = SafetensorsFile.Open(_file.Path);
        Assert.Equal([1f, -2], file.Read("x").ToArray<float>());
        Assert.Equal(9, file.Read("u").Item());
        Assert.Equal("v", file.Metadata["k"]);
    }

    [Fact]
    public void Tensors_outlive_their_file_and_changing_them_leaves_the_file_as_it_was()
    {
        SafetensorsWriter.Write(_file.Path, [("a", Tensor.From<float>([1, 2], 2))]);
        var file = SafetensorsFile.Open(_file.Path);
        var tensor = file.Read("a");
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.Read("a"));
        Assert.Equal([1f, 2], tensor.ToArray<float>());
        tensor.ClampInPlace(5, 10);
        Assert.Equal([5f, 5], tensor.ToArray<float>());
        using var again = SafetensorsFile.Open(_file.Path);
        Assert.Equal([1f, 2], again.Read("a").ToArray<float>());
    }

    [Fact]
    public void A_disposed_file_without_tensors_refuses_to_read()
    {
        SafetensorsWriter.Write(_file.Path, [("a", Tensor.From<float>([1, 2], 2))]);
        var file = SafetensorsFile.Open(_file.Path);
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.Read("a"));
    }

    [Fact]
    public void A_file_replaced_while_it_is_mapped_stays_readable()
    {
        SafetensorsWriter.Write(_file.Path, [("a", Tensor.Ones([4096]))]);
        using var old = SafetensorsFile.Open(_file.Path);
        SafetensorsWriter.Write(_file.Path, [("a", Tensor.Zeros([2]))]);
        Assert.Equal(4096, old.Read("a").Sum().Item());
        using var replaced = SafetensorsFile.Open(_file.Path);
        Assert.Equal([2], replaced.Read("a").Shape);
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_no_other()
    {
        SafetensorsWriter.Write(_file.Path, [("a", Tensor.Ones([1]))]);
        var complex = new Operator("aten::complex").Call(Tensor.Ones([1]), Tensor.Ones([1]));
        var disposed = Tensor.Ones([1]);
        disposed.Dispose();
        Assert.ThrowsAny<Exception>(() => SafetensorsWriter.Write(_file.Path, [("a", Tensor.Zeros([1])), ("b", complex)]));
        Assert.ThrowsAny<Exception>(() => SafetensorsWriter.Write(_file.Path, [("a", Tensor.Zeros([1])), ("b", disposed)]));
        Assert.Throws<SafetensorsException>(() => SafetensorsWriter.Write(_file.Path, [("a", disposed = Tensor.Zeros([1])), ("a", disposed)]));
        Assert.Throws<SafetensorsException>(() => SafetensorsWriter.Write(_file.Path, [("__metadata__", Tensor.Zeros([1]))]));
        // Written whole, and then a folder stands where it should go.
        var folder = Directory.CreateDirectory(_file.Path + ".folder").FullName;
        Assert.ThrowsAny<Exception>(() => SafetensorsWriter.Write(folder, [("a", Tensor.Zeros([1]))]));
        Directory.Delete(folder);
        using var file = SafetensorsFile.Open(_file.Path);
        Assert.Equal(1, file.Read("a").Item());
        Assert.Equal([_file.Path], Directory.GetFiles(_file.Folder));
    }

    [SkippableFact]
    public void The_public_MobileNetV2_weights_are_read()
    {
        var shared = Environment.GetEnvironmentVariable("LUCARNE_SHARED") ?? Path.Combine(Root(), "..", "shared");
        var path = Path.Combine(shared, "weights", "mobilenet_v2_imagenet.safetensors");
        Skip.IfNot(File.Exists(path), "the shared weights are not here; LUCARNE_SHARED names their folder");
        Assert.Equal(7_241_376, new FileInfo(path).Length);
        using var file = SafetensorsFile.Open(path);
        Assert.Equal(262, file.Entries.Count);
        Assert.All(file.ReadAll(), pair => Assert.True(double.IsFinite(pair.Value.To(ScalarType.Float64).Sum().Item()), pair.Key));
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Lucarne.slnx"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("no repository around the tests");
        return folder;
    }
}
