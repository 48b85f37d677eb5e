using System.Diagnostics;
using System.IO.Compression;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Tests.Volumes.Nifti;

/// <summary>Broken files of every kind for as long as LUCARNE_FUZZ_SECONDS says: each is read, or refused in a sentence.</summary>
public sealed class NiftiFuzzTests : IDisposable
{
    /// <summary>A file below 2 kB cannot unpack to more than 2 MB, which as single-precision numbers are 8 MB, and pieces are read through a buffer or two.</summary>
    private const long MostBytes = 16 << 20;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_broken_file_is_read_or_refused_and_costs_little()
    {
        var seeds = Seeds();
        var clock = Stopwatch.StartNew();
        var (read, refused) = (0, 0);
        for (var seed = 0; clock.Elapsed < Mutations.Budget || seed < 200; seed++)
        {
            var chance = new Random(seed);
            var bytes = Mutations.Of(seeds[chance.Next(seeds.Count)], chance);
            // Half of the broken files are packed after they broke, so that the break reaches the reader of headers.
            File.WriteAllBytes(folder.File("broken.nii"), chance.Next(2) == 0 ? Pack(bytes) : bytes);
            if (IsRead(seed))
                read++;
            else
                refused++;
        }

        Assert.True(read > 0 && refused > 0, $"{read} files were read and {refused} refused: the breaks are too weak or too strong to test anything.");
    }

    private bool IsRead(int seed)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            if (seed % 2 == 0)
                NiftiFile.ReadFloat(folder.File("broken.nii"));
            else
                NiftiFile.ReadLabels(folder.File("broken.nii"));
            return true;
        }
        catch (NiftiException refused)
        {
            Assert.True(refused.Message.EndsWith('.') && !refused.Message.Contains('\n', StringComparison.Ordinal), refused.Message);
            return false;
        }
        finally
        {
            var cost = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(cost < MostBytes, $"the file of seed {seed} cost {cost} bytes");
        }
    }

    /// <summary>Whole files: plain and packed, of each number type that is written, and one with its voxels far behind.</summary>
    private List<byte[]> Seeds()
    {
        var labels = new Volume<byte>(RandomGrids.Any(new Random(1), 6, 5, 4), [.. Enumerable.Range(0, 120).Select(i => (byte)(i % 8))]);
        var stored = new Volume<short>(labels.Geometry, [.. labels.Voxels.Select(voxel => (short)(voxel * 100))]);
        var scan = new Volume<float>(RandomGrids.Any(new Random(2), 6, 5, 4, isSheared: true), [.. labels.Voxels.Select(voxel => voxel / 3f)]);
        List<byte[]> files = [];
        foreach (var name in new[] { "whole.nii", "whole.nii.gz" })
        {
            files.Add(Written(name, labels));
            files.Add(Written(name, stored));
            files.Add(Written(name, scan));
        }

        byte[] far = [.. files[0][..352], .. new byte[500], .. files[0][352..]];
        BitConverter.TryWriteBytes(far.AsSpan(108), 852f);
        files.Add(far);
        return files;
    }

    private byte[] Written<T>(string name, Volume<T> volume)
        where T : unmanaged
    {
        NiftiFile.Write(folder.File(name), volume, "seed");
        return File.ReadAllBytes(folder.File(name));
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
