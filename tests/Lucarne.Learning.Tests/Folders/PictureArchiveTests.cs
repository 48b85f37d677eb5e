using System.IO.Compression;
using Lucarne.Learning.Folders;

namespace Lucarne.Learning.Tests.Folders;

public sealed class PictureArchiveTests : IDisposable
{
    private readonly string cache = Directory.CreateTempSubdirectory("lucarne-cache-").FullName;

    private string Zip => Path.Combine(cache, "set.zip");

    public void Dispose() => Directory.Delete(cache, recursive: true);

    [Theory]
    [InlineData("../outside.png")]
    [InlineData("normal/../../outside.png")]
    [InlineData("/etc/outside.png")]
    [InlineData("..\\outside.png")]
    [InlineData("C:\\outside.png")]
    [InlineData("normal//x.png")]
    [InlineData("a\nb.png")]
    public void A_name_that_leaves_the_folder_is_refused_and_nothing_is_left(string name)
    {
        Write(("normal/ok.png", [1]), (name, [2]));
        Assert.Contains("does not stay inside", Assert.Throws<DataException>(Unpack).Message, StringComparison.Ordinal);
        Assert.Equal([Zip], Directory.GetFileSystemEntries(cache));
    }

    [Fact]
    public void A_link_is_refused()
    {
        using (var zip = ZipFile.Open(Zip, ZipArchiveMode.Create))
        {
            var entry = zip.CreateEntry("normal/link.png");
            entry.ExternalAttributes = unchecked((int)0xA1FF0000);
            using var stream = entry.Open();
            stream.Write("/etc/passwd"u8);
        }

        Assert.Contains("holds a link", Assert.Throws<DataException>(Unpack).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_swells_as_no_picture_does_is_refused()
    {
        Write(("normal/bomb.png", new byte[8 << 20]));
        Assert.Contains("swells more than 200-fold", Assert.Throws<DataException>(Unpack).Message, StringComparison.Ordinal);
        Assert.Equal([Zip], Directory.GetFileSystemEntries(cache));
    }

    [Fact]
    public void Too_many_files_and_too_many_bytes_are_refused()
    {
        Write(("a.png", [1]), ("b.png", [2]), ("c.png", [3]));
        Assert.Contains("holds 3 files, where at most 2", Assert.Throws<DataException>(() => new PictureArchive(cache) { MostEntries = 2 }.Unpack(Zip, default)).Message, StringComparison.Ordinal);
        Assert.Contains("unpacks to more than", Assert.Throws<DataException>(() => new PictureArchive(cache) { MostBytes = 2 }.Unpack(Zip, default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_zip_is_refused()
    {
        File.WriteAllText(Zip, "PK but no more");
        Assert.Contains("is not a zip that can be read", Assert.Throws<DataException>(Unpack).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_process_that_died_left_behind_does_not_stand_in_the_way()
    {
        Write(("normal/a.png", [1]));
        var home = Unpack();
        Directory.Delete(home, recursive: true);
        // Containers give the same number to one process after the other.
        var left = Directory.CreateDirectory(Path.Combine($"{home}.{Environment.ProcessId}.part", "normal")).FullName;
        File.WriteAllBytes(Path.Combine(left, "a.png"), [9]);
        Assert.Equal(home, Unpack());
        Assert.Equal([1], File.ReadAllBytes(Path.Combine(home, "normal", "a.png")));
    }

    private string Unpack() => new PictureArchive(cache).Unpack(Zip, default);

    private void Write(params (string Name, byte[] Bytes)[] files)
    {
        using var zip = ZipFile.Open(Zip, ZipArchiveMode.Create);
        foreach (var (name, bytes) in files)
        {
            using var stream = zip.CreateEntry(name).Open();
            stream.Write(bytes);
        }
    }
}
