using System.IO.Compression;
using Lucarne.Dicom.Discovery;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Tests.Discovery;

/// <summary>DICOM is found wherever it lies, by what it is and not by its name; archives are not trusted.</summary>
public sealed class DiscoveryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_folders_and_zips_mixed_and_nested_are_one_series()
    {
        Slice(0).Write(_folder.In("deep", "deeper"), "IM00001");
        Slice(1).Write(_folder.Path, "slice.dcm");
        var inner = Zip(("x/y.bin", Slice(2).ToFile()), ("readme.txt", "no DICOM"u8.ToArray()));
        File.WriteAllBytes(_folder.In("rest.zip"), Zip(("inner.zip", inner), ("../../escape", Slice(3).ToFile())));
        File.WriteAllText(_folder.In("DICOMDIR"), "ignored");
        string[] unpacked;
        using (var found = DicomCollection.Open(_folder.Path))
        {
            var volume = Assert.Single(Assert.Single(found.Series).Plan().Volumes);
            Assert.Equal(4, volume.Geometry.Slices);
            Assert.Equal(DrawnSlice.Stored(3, 0), volume.Read().Whole![0, 0, 3]);
            Assert.EndsWith("rest.zip/inner.zip/readme.txt", Assert.Single(found.LeftOut).File, StringComparison.Ordinal);
            unpacked = [.. found.Series[0].Slices.Select(slice => slice.Source.Path).Where(path => !path.StartsWith(_folder.Path, StringComparison.Ordinal))];
        }

        Assert.Equal(2, unpacked.Length);
        Assert.All(unpacked, path => Assert.False(Path.Exists(Path.GetDirectoryName(path))));
    }

    [Fact]
    public void A_text_file_named_dcm_is_reported_and_left_out()
    {
        Slice(0).Write(_folder.Path, "good");
        File.WriteAllText(_folder.In("notes.dcm"), "These are notes, long enough to be mistaken for a file with a preamble of 128 bytes and the letters DICM, which they do not have there.");
        using var found = DicomCollection.Open(_folder.Path);
        Assert.Single(found.Series);
        var left = Assert.Single(found.LeftOut);
        Assert.Equal(LeftOutKind.NotDicom, left.Kind);
        Assert.Contains("notes.dcm' is not DICOM", left.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_slice_is_reported_and_left_out()
    {
        Slice(0).Write(_folder.Path, "good");
        File.WriteAllBytes(_folder.In("half"), Slice(1).ToFile()[..^10]);
        using var found = DicomCollection.Open(_folder.Path);
        Assert.Equal(1, Assert.Single(found.Series).SliceCount);
        Assert.Contains("claims 24 bytes where 14 are left", Assert.Single(found.LeftOut).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slice_without_preamble_is_read_as_old_scanners_wrote_it()
    {
        var file = new DrawnSlice { Syntax = DicomBytes.ImplicitLittle, Number = 5 }.ToFile();
        // Behind 128 + 4 bytes: group length (8 + 4), then the transfer syntax (8 + 18 bytes).
        File.WriteAllBytes(_folder.In("old"), file[(128 + 4 + 12 + 26)..]);
        using var found = DicomCollection.Open(_folder.Path);
        Assert.Equal(DrawnSlice.Stored(5, 2), Assert.Single(Assert.Single(found.Series).Plan().Volumes).Read().Whole![2, 0, 0]);
    }

    [Fact]
    public void A_zip_that_swells_is_refused_in_one_sentence_and_leaves_nothing()
    {
        byte[] bomb = [.. Slice(0).ToFile(), .. new byte[40 << 20]];
        File.WriteAllBytes(_folder.In("bomb.zip"), Zip(("slice", bomb)));
        Assert.Contains("swells more than 300-fold", Refusal(new ArchiveLimits { FreeBytes = 16 << 20 }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_that_unpacks_to_too_much_has_too_many_files_or_lies_too_deep_is_refused()
    {
        File.WriteAllBytes(_folder.In("big.zip"), Zip(("a", Slice(0).ToFile()), ("b", Slice(1).ToFile()), ("c.zip", Zip(("d.zip", Zip(("e", Slice(2).ToFile())))))));
        Assert.Contains("unpacks to more than", Refusal(new ArchiveLimits { MostBytes = 1000 }), StringComparison.Ordinal);
        Assert.Contains("holds 3 files, where at most 2", Refusal(new ArchiveLimits { MostEntries = 2 }), StringComparison.Ordinal);
        Assert.Contains("zips within each other", Refusal(new ArchiveLimits { Deepest = 2 }), StringComparison.Ordinal);
        using var found = DicomCollection.Open(_folder.Path);
        Assert.Equal(3, Assert.Single(found.Series).SliceCount);
    }

    [Fact]
    public void What_is_not_there_and_a_zip_that_is_none_are_a_sentence()
    {
        Assert.Contains("There is no", Assert.Throws<DicomException>(() => DicomCollection.Open(_folder.In("nowhere"))).Message, StringComparison.Ordinal);
        File.WriteAllBytes(_folder.In("broken.zip"), [.. "PK\u0003\u0004"u8, .. new byte[100]]);
        Assert.Contains("is not a zip that can be read", Refusal(new ArchiveLimits()), StringComparison.Ordinal);
    }

    private static DrawnSlice Slice(int k) => new() { Number = k, Position = new Vector3d(0, 0, k) };

    private string Refusal(ArchiveLimits limits) => Assert.Throws<DicomException>(() => DicomCollection.Open(_folder.Path, limits, CancellationToken.None)).Message;

    private static byte[] Zip(params (string Name, byte[] Bytes)[] files)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }

        return packed.ToArray();
    }
}
