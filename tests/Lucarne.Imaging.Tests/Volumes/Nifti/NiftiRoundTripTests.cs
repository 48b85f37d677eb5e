using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Tests.Volumes.Nifti;

/// <summary>What is written is read back.</summary>
public sealed class NiftiRoundTripTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Any_volume_comes_back_with_every_voxel_and_its_place() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var chance = new Random(seed);
        var geometry = RandomGrids.Any(chance, chance.Next(1, 40), chance.Next(1, 40), chance.Next(1, 12), chance.Next(2) == 0);
        var path = folder.File(chance.Next(2) == 0 ? "any.nii" : "any.nii.gz");
        var labels = new Volume<byte>(geometry);
        chance.NextBytes(labels.Voxels);
        var scan = new Volume<float>(geometry, [.. labels.Voxels.Select(label => (float)((label - 100) * chance.NextDouble()))]);
        var stored = new Volume<short>(geometry, [.. labels.Voxels.Select(label => (short)((label * 257) - 32768))]);

        NiftiFile.Write(path, labels);
        var labelsBack = NiftiFile.ReadLabels(path);
        NiftiFile.Write(path, scan);
        var scanBack = NiftiFile.ReadFloat(path);
        NiftiFile.Write(path, stored);
        var storedBack = NiftiFile.ReadFloat(path);
        return labelsBack.Voxels.AsSpan().SequenceEqual(labels.Voxels)
            && scanBack.Voxels.AsSpan().SequenceEqual(scan.Voxels)
            && storedBack.Voxels.SequenceEqual(stored.Voxels.Select(value => (float)value))
            && labelsBack.Geometry.IsSameGrid(geometry, 0.001) && scanBack.Geometry == labelsBack.Geometry;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_packed_file_is_one_gzip_member_however_many_blocks_were_compressed_side_by_side()
    {
        // 3 × 2^20 voxels of 2 bytes are six blocks of 1 MiB.
        var volume = new Volume<short>(new VolumeGeometry(1024, 1024, 3, default, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1)));
        var chance = new Random(3);
        for (var i = 0; i < volume.Voxels.Length; i++)
            volume.Voxels[i] = (short)chance.Next(-50, 50);
        var path = folder.File("large.nii.gz");
        NiftiFile.Write(path, volume);
        Assert.Equal(volume.Voxels.Select(value => (float)value), NiftiFile.ReadFloat(path).Voxels);

        // The trailer of a file with one member holds the length of all that is in it (RFC 1952, 2.3.1): 352 + 6 MiB.
        var bytes = File.ReadAllBytes(path);
        Assert.Equal(352 + (6 << 20), BitConverter.ToInt32(bytes, bytes.Length - 4));
        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress))
            gzip.CopyTo(unpacked);
        Assert.Equal(352 + (6 << 20), unpacked.Length);
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_the_one_that_stood_there()
    {
        var path = folder.File("kept.nii");
        var volume = new Volume<byte>(new VolumeGeometry(2, 2, 2, default, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1)));
        NiftiFile.Write(path, volume);
        var before = File.ReadAllBytes(path);
        Assert.Throws<NotSupportedException>(() => NiftiFile.Write(path, new Volume<int>(volume.Geometry)));
        var wide = new Volume<byte>(volume.Geometry with { Columns = 40000 });
        Assert.Contains("32767", Assert.Throws<NiftiException>(() => NiftiFile.Write(path, wide)).Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Volumes_are_written_under_two_names_only()
    {
        var volume = new Volume<byte>(new VolumeGeometry(1, 1, 1, default, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1)));
        Assert.Contains(".nii.gz", Assert.Throws<NiftiException>(() => NiftiFile.Write(folder.File("mask.mha"), volume)).Message, StringComparison.Ordinal);
    }
}
