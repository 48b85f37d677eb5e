using System.Buffers.Binary;
using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Tests.Volumes.Nifti;

/// <summary>Files that lie, end early or are something else are refused in one sentence, before room is made for them.</summary>
public sealed class HostileNiftiTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        foreach (var name in new[] { "cut.nii", "cut.nii.gz" })
        {
            var whole = Valid(name);
            // The last bytes of a packed file are the end of its flush, an empty block and the checksum: no voxel is lost with them.
            for (var length = 0; length < whole.Length - (name == "cut.nii" ? 0 : 16); length++)
            {
                File.WriteAllBytes(folder.File(name), whole.AsSpan(0, length));
                Assert.StartsWith($"'{folder.File(name)}'", Refused(name), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_changed_byte_of_a_packed_file_is_noticed_by_its_checksum_or_changes_no_voxel()
    {
        var whole = Valid("one.nii.gz");
        var expected = NiftiFile.ReadFloat(folder.File("one.nii.gz")).Voxels;
        for (var at = 10; at < whole.Length; at++)
        {
            var changed = (byte[])whole.Clone();
            changed[at] ^= 0x10;
            File.WriteAllBytes(folder.File("one.nii.gz"), changed);
            try
            {
                Assert.Equal(expected, NiftiFile.ReadFloat(folder.File("one.nii.gz")).Voxels);
            }
            catch (NiftiException)
            {
                // Noticed.
            }
        }
    }

    [Fact]
    public void Any_header_is_read_or_refused_and_never_costs_more_memory_than_the_file_holds() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var chance = new Random(seed);
        var bytes = Valid("any.nii");
        for (var change = chance.Next(1, 6); change > 0; change--)
            bytes[chance.Next(4, 352)] = (byte)chance.Next(256);
        if (chance.Next(2) == 0)
            File.WriteAllBytes(folder.File("any.nii"), bytes);
        else
            Pack("any.nii", bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            NiftiFile.ReadFloat(folder.File("any.nii"));
        }
        catch (NiftiException refused)
        {
            Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Theory]
    [InlineData(40, 0, "0 dimensions")]
    [InlineData(40, 8, "8 dimensions")]
    [InlineData(42, 0, "no length")]
    [InlineData(42, -3, "no length")]
    [InlineData(42, 32767, "cut short or its header is wrong")]
    [InlineData(70, 128, "colours")]
    [InlineData(70, 32, "complex")]
    [InlineData(70, 1536, "128-bit")]
    [InlineData(70, 77, "unknown type 77")]
    [InlineData(344, 0, "Analyze")]
    public void A_field_of_the_header_that_cannot_be_is_named(int at, short value, string said)
    {
        var bytes = Valid("field.nii");
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(at), value);
        File.WriteAllBytes(folder.File("field.nii"), bytes);
        Assert.Contains(said, Refused("field.nii"), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_frames_are_refused_and_said_to_be_several()
    {
        var bytes = Valid("film.nii");
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(40), 4);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(48), 2);
        File.WriteAllBytes(folder.File("film.nii"), bytes);
        Assert.Contains("one volume is expected", Refused("film.nii"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_affine_without_volume_or_not_a_number_is_refused()
    {
        foreach (var value in new[] { 0, float.NaN, float.PositiveInfinity })
        {
            var bytes = Valid("affine.nii");
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(280), value);
            File.WriteAllBytes(folder.File("affine.nii"), bytes);
            Assert.Contains("affine", Refused("affine.nii"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(100f)]
    [InlineData(1e30f)]
    [InlineData(float.NaN)]
    public void Voxels_that_begin_where_none_can_are_refused(float at)
    {
        var bytes = Valid("at.nii");
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(108), at);
        File.WriteAllBytes(folder.File("at.nii"), bytes);
        if (float.IsNaN(at))
            Assert.Equal(6 * 5 * 4, NiftiFile.ReadFloat(folder.File("at.nii")).Voxels.Length);
        else
            Assert.Contains("begin at byte", Refused("at.nii"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_packed_file_that_promises_gigabytes_is_refused_before_room_is_made()
    {
        var bytes = Valid("bomb.nii");
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(42), 1024);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(44), 1024);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(46), 500);
        Pack("bomb.nii.gz", bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("cannot unpack to more", Refused("bomb.nii.gz"), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void More_voxels_than_are_read_are_refused_even_where_they_are_there()
    {
        Valid("many.nii");
        Assert.Contains("more than the 100 that are read", Assert.Throws<NiftiException>(() => NiftiFile.ReadFloat(folder.File("many.nii"), 100)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_follows_the_voxels_of_a_packed_file_is_not_read_without_end()
    {
        var bytes = Valid("tail.nii");
        Array.Resize(ref bytes, bytes.Length + (64 << 20));
        Pack("tail.nii.gz", bytes);
        Assert.Equal(6 * 5 * 4, NiftiFile.ReadFloat(folder.File("tail.nii.gz")).Voxels.Length);
    }

    [Fact]
    public void Other_files_are_said_to_be_none()
    {
        File.WriteAllText(folder.File("text.nii"), "This is a letter.");
        Assert.Contains("not a NIfTI file", Refused("text.nii"), StringComparison.Ordinal);
        Assert.Contains("is not there", Refused("missing.nii"), StringComparison.Ordinal);
        Directory.CreateDirectory(folder.File("folder.nii"));
        Assert.Contains("folder", Refused("folder.nii"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pair_without_its_picture_is_named()
    {
        var bytes = Valid("half.nii");
        "ni1\0"u8.CopyTo(bytes.AsSpan(344));
        File.WriteAllBytes(folder.File("half.hdr"), bytes);
        Assert.Contains("half.img", Refused("half.hdr"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_scan_is_no_label_map()
    {
        NiftiFile.Write(folder.File("scan.nii"), new Volume<float>(Grid, [.. Enumerable.Range(0, 120).Select(i => i - 1.5f)]));
        Assert.Contains("-1.5 at voxel 0", Assert.Throws<NiftiException>(() => NiftiFile.ReadLabels(folder.File("scan.nii"))).Message, StringComparison.Ordinal);
        NiftiFile.Write(folder.File("labels.nii"), new Volume<float>(Grid, [.. Enumerable.Range(0, 120).Select(i => (float)i)]));
        Assert.Equal(Enumerable.Range(0, 120).Select(i => (byte)i), NiftiFile.ReadLabels(folder.File("labels.nii")).Voxels);
    }

    private static VolumeGeometry Grid { get; } = new(6, 5, 4, new(-10, 20, 30), new(0.7, 0, 0), new(0, 0.7, 0), new(0, 0, 3));

    private byte[] Valid(string name)
    {
        NiftiFile.Write(folder.File(name), new Volume<short>(Grid, [.. Enumerable.Range(0, 120).Select(i => (short)(i * i))]));
        return File.ReadAllBytes(folder.File(name));
    }

    private void Pack(string name, byte[] bytes)
    {
        using var gzip = new GZipStream(File.Create(folder.File(name)), CompressionLevel.Fastest);
        gzip.Write(bytes);
    }

    private string Refused(string name) => Assert.Throws<NiftiException>(() => NiftiFile.ReadFloat(folder.File(name))).Message;
}
