using Lucarne.Learning.Folders;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Split;

namespace Lucarne.Learning.Tests.Split;

public sealed class SplitFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lucarne-split-").FullName;

    private string Path => System.IO.Path.Combine(folder, "split.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_split_is_read_back_equal_and_nothing_is_left_beside_it()
    {
        var items = Enumerable.Range(0, 40).Select(i => new SplitItem($"é {i % 2}/\"{i}\".png", $"c{i % 2}", $"g{i / 2}"));
        var split = StratifiedGroupSplit.Draw([.. items], new SplitOptions());
        SplitFile.Write(split, Path);
        Assert.Equal(split, SplitFile.Read(Path));
        Assert.Equal([Path], Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData("""{"seed":1,"train":["a"],"validation":["a"],"test":[],"groups":{"a":"g"}}""", "lists 'a' twice")]
    [InlineData("""{"seed":1,"train":["a"],"validation":[],"test":["b"],"groups":{"a":"g","b":"g"}}""", "has the group 'g' in two parts")]
    [InlineData("""{"seed":1,"train":["a"],"validation":[],"test":[],"groups":{}}""", "gives 'a' no group")]
    [InlineData("""{"seed":1,"train":["a"]}""", "is not a split with seed")]
    [InlineData("""[1]""", "is not a split with seed")]
    [InlineData("""{"seed":1""", "is not a split with seed")]
    public void What_is_not_a_split_is_refused(string json, string expected)
    {
        File.WriteAllText(Path, json);
        Assert.Contains(expected, Assert.Throws<DataException>(() => SplitFile.Read(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_split_is_named() =>
        Assert.Contains(Path, Assert.Throws<DataException>(() => SplitFile.Read(Path)).Message, StringComparison.Ordinal);
}
