using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Lucarne.Torch.Safetensors;

namespace Lucarne.Torch.Tests.Safetensors;

public sealed class LyingHeaderTests : IDisposable
{
    private readonly SafetensorsBytes _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData("offsets beyond the data", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4)]
    [InlineData("a negative start", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", 4)]
    [InlineData("an end before the start", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4)]
    [InlineData("an overlap", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", 4)]
    [InlineData("the same bytes twice", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 4)]
    [InlineData("a gap", """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", 4)]
    [InlineData("bytes after the last tensor", """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 4)]
    [InlineData("bytes without a tensor", "{}", 4)]
    [InlineData("a shape that is too small", """{"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,8]}}""", 8)]
    [InlineData("a negative size", """{"a":{"dtype":"U8","shape":[-2,-2],"data_offsets":[0,4]}}""", 4)]
    [InlineData("a shape that overflows", """{"a":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0)]
    [InlineData("a shape that overflows to the right size", """{"a":{"dtype":"F32","shape":[4611686018427387905],"data_offsets":[0,4]}}""", 4)]
    [InlineData("a size beyond 64 bits", """{"a":{"dtype":"U8","shape":[18446744073709551620],"data_offsets":[0,4]}}""", 4)]
    [InlineData("an offset beyond 64 bits", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,18446744073709551620]}}""", 4)]
    [InlineData("a name twice", """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"a":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", 4)]
    [InlineData("an unknown type", """{"a":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("no type", """{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("no offsets", """{"a":{"dtype":"F32","shape":[1]}}""", 4)]
    [InlineData("three offsets", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,2,4]}}""", 4)]
    [InlineData("text for a size", """{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", 4)]
    [InlineData("a broken size", """{"a":{"dtype":"U8","shape":[0.5,8],"data_offsets":[0,4]}}""", 4)]
    [InlineData("a number for a tensor", """{"a":1}""", 0)]
    [InlineData("a list for the header", "[]", 0)]
    [InlineData("metadata that is no text", """{"__metadata__":{"a":1}}""", 0)]
    [InlineData("metadata that is no object", """{"__metadata__":"a"}""", 0)]
    [InlineData("no JSON", "PK\u0003\u0004", 0)]
    [InlineData("half a JSON", """{"a":{"dtype":"F32",""", 0)]
    [InlineData("half a character", """{"\ud800":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1)]
    [InlineData("nothing", "", 0)]
    public void A_header_that_lies_is_refused_by_the_files_name(string lie, string json, int dataLength)
    {
        var error = Assert.Throws<SafetensorsException>(() => Open(SafetensorsBytes.Lay(json, new byte[dataLength])));
        Assert.True(error.Message.StartsWith("weights.safetensors: ", StringComparison.Ordinal), $"{lie}: {error.Message}");
    }

    [Theory]
    [InlineData("F8_E4M3")]
    [InlineData("F8_E5M2")]
    [InlineData("U16")]
    [InlineData("U64")]
    public void A_type_of_the_format_that_libtorch_lacks_is_refused_as_such(string type)
    {
        var json = """{"a":{"dtype":"?","shape":[0],"data_offsets":[0,0]}}""".Replace("?", type, StringComparison.Ordinal);
        var error = Assert.Throws<SafetensorsException>(() => Open(SafetensorsBytes.Lay(json)));
        Assert.Equal(
            $"weights.safetensors: the tensor 'a' has elements of type {type}, which are not supported; convert them to U8, I8, I16, I32, I64, F16, F32, F64, BOOL, BF16",
            error.Message);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    [InlineData(1UL << 40)]
    [InlineData(3UL)]
    public void A_header_longer_than_the_file_is_refused(ulong claimed)
    {
        var bytes = SafetensorsBytes.Lay("{}");
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, claimed);
        Assert.Contains("the header claims", Assert.Throws<SafetensorsException>(() => Open(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_missing_empty_or_folders_are_refused_by_name()
    {
        Assert.Equal("weights.safetensors: there is no such file", Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(_file.Path)).Message);
        Assert.Contains("0 bytes", Assert.Throws<SafetensorsException>(() => Open([])).Message, StringComparison.Ordinal);
        File.Delete(_file.Path);
        Directory.CreateDirectory(_file.Path);
        Assert.Contains("folder", Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(_file.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        var whole = Whole();
        for (var length = whole.Length - 1; length >= 0; length -= 5) Assert.Throws<SafetensorsException>(() => Open(whole[..length]));
        Open(whole);
    }

    [Fact]
    public void Random_changes_to_a_file_are_read_or_refused_and_never_anything_else()
    {
        var whole = Whole();
        Prop.ForAll(
            ArbMap.Default.ArbFor<(NonNegativeInt Place, byte Value)[]>(),
            changes =>
            {
                var bytes = whole.ToArray();
                foreach (var (place, value) in changes) bytes[(place.Get * 7919) % bytes.Length] = value;
                return OpensOrRefuses(bytes);
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Random_characters_of_json_in_the_header_are_read_or_refused_and_never_anything_else()
    {
        // Changes that keep to JSON's own alphabet get past the parser far more often than random bytes do.
        var whole = Whole();
        var alphabet = "0123456789-,:[]{}\" eE."u8.ToArray();
        Prop.ForAll(
            ArbMap.Default.ArbFor<(NonNegativeInt Place, NonNegativeInt Letter)>(),
            change =>
            {
                var bytes = whole.ToArray();
                bytes[8 + ((change.Place.Get * 7919) % 120)] = alphabet[change.Letter.Get % alphabet.Length];
                return OpensOrRefuses(bytes);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    private static byte[] Whole() => SafetensorsBytes.Lay(
        """{"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"b":{"dtype":"I64","shape":[1],"data_offsets":[8,16]},"c":{"dtype":"U8","shape":[0],"data_offsets":[16,16]}}""",
        new byte[16]);

    private bool OpensOrRefuses(byte[] bytes)
    {
        try
        {
            Open(bytes);
        }
        catch (SafetensorsException error)
        {
            return error.Message.StartsWith("weights.safetensors: ", StringComparison.Ordinal);
        }

        return true;
    }

    private void Open(byte[] bytes)
    {
        using var scope = new TensorScope();
        using var file = SafetensorsFile.Open(_file.Write(bytes));
        foreach (var tensor in file.ReadAll().Values) tensor.ToArray<double>();
    }
}
