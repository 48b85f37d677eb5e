using System.IO.Compression;

namespace Lucarne.Imaging.Volumes;

/// <summary>Reads a NIfTI file: first the header, then what it promises is weighed against what is there, then the voxels.</summary>
internal sealed class NiftiReader(string path, long maximumVoxels)
{
    /// <summary>Deflate's best: 258 bytes from two bits, the length and the distance (RFC 1951, 3.2.5).</summary>
    private const long MostExpansion = 1032;

    /// <summary>Header extensions are notes; a longer one is a lie.</summary>
    private const long LongestExtension = 64L << 20;

    private delegate void Reading<T>(NiftiVoxels voxels, Stream from, T[] to);

    internal Volume<float> ReadFloat() => Read<float>((voxels, from, to) => voxels.Read(from, to));

    internal Volume<byte> ReadLabels() => Read<byte>((voxels, from, to) => voxels.Read(from, to));

    private Volume<T> Read<T>(Reading<T> reading)
        where T : unmanaged
    {
        try
        {
            using var first = Open(HeaderPath(path));
            var header = ReadHeader(first.Content);
            var geometry = Geometry(header);
            var isSingle = header.IsSingleFile;
            using var second = isSingle ? null : Open(VoxelPath(path));
            var source = second ?? first;
            CheckLength(header, source, geometry.VoxelCount);
            var read = !isSingle ? 0 : header.Length;
            Pass(source.Content, Math.Max(0, VoxelsAt(header) - read));
            var volume = new Volume<T>(geometry);
            reading(new NiftiVoxels(header, path), source.Content, volume.Voxels);
            // The checksum of a gzip stream stands at its end.
            source.Drain();
            return volume;
        }
        catch (InvalidDataException)
        {
            throw Refused("is damaged: its gzip stream does not decompress to what its checksum says; copy or make it again");
        }
    }

    private NiftiHeader ReadHeader(Stream from)
    {
        var bytes = new byte[NiftiHeader.Length2];
        if (!Fill(from, bytes.AsSpan(0, 4)) || NiftiHeader.Measure(bytes) is not { Length: > 0 } measured)
            throw Refused("is not a NIfTI file: it does not begin with a header's length, 348 or 540");
        if (!Fill(from, bytes.AsSpan(4, measured.Length - 4)))
            throw Refused("ends within its header: it was cut short, so copy or make it again");
        var (header, why) = NiftiHeader.Parse(bytes.AsSpan(0, measured.Length));
        return header ?? throw Refused($"cannot be read: {why}");
    }

    private VolumeGeometry Geometry(NiftiHeader header)
    {
        if (NiftiTypes.Bytes((NiftiType)header.DataType) == 0)
            throw Refused($"holds {NiftiTypes.Name(header.DataType)}, where one whole or real number per voxel is expected");
        if (header.Slope != 0 && double.IsFinite(header.Slope) && !double.IsFinite(header.Intercept))
            throw Refused(FormattableString.Invariant($"scales its voxels by {header.Slope} and an intercept that is no number"));
        var sizes = header.Dimensions;
        if (sizes.FirstOrDefault(size => size < 1, 1) is < 1 and var empty)
            throw Refused($"says that it is {string.Join("×", sizes)} voxels large, and {empty} is no length");
        if (sizes.Skip(3).Any(size => size > 1))
            throw Refused($"holds {string.Join("×", sizes)} voxels, where one volume is expected; cut the frame that is wanted out of the series");
        var count = 1L;
        foreach (var size in sizes)
        {
            if (size > maximumVoxels / count)
                throw Refused($"says that it is {string.Join("×", sizes)} voxels large, more than the {maximumVoxels} that are read");
            count *= size;
        }

        var (geometry, why) = NiftiAffine.ToGeometry(header, Size(0), Size(1), Size(2));
        return geometry ?? throw Refused($"cannot be read: {why}");

        int Size(int axis) => axis < sizes.Count ? (int)sizes[axis] : 1;
    }

    /// <summary>Before room is made for the voxels, they must be there, or be able to be: a small file cannot unpack to a large volume.</summary>
    private void CheckLength(NiftiHeader header, Source source, long voxelCount)
    {
        var at = VoxelsAt(header);
        if (at > LongestExtension || at < (header.IsSingleFile ? header.Length + 4 : 0))
            throw Refused($"says that its voxels begin at byte {at}, where that cannot be");
        var promised = at + (voxelCount * NiftiTypes.Bytes((NiftiType)header.DataType));
        var most = source.IsCompressed ? (source.FileLength + 1) * MostExpansion : source.FileLength;
        if (promised > most)
            throw Refused($"says that it holds {promised} bytes, but {(source.IsCompressed ? $"its {source.FileLength} cannot unpack to more than {most}" : $"there are {most}")}; it was cut short or its header is wrong");
    }

    /// <summary>Where the voxels begin; a 0 in a single file means straight after the header, as nibabel takes it.</summary>
    private static long VoxelsAt(NiftiHeader header) => header is { IsSingleFile: true, VoxelsAt: 0 } ? header.Length + 4 : header.VoxelsAt;

    private void Pass(Stream from, long count)
    {
        var passed = new byte[(int)Math.Min(count, 1 << 16)];
        for (var left = count; left > 0; left -= passed.Length)
        {
            if (!Fill(from, passed.AsSpan(0, (int)Math.Min(left, passed.Length))))
                throw Refused("ends before its voxels begin: it was cut short, so copy or make it again");
        }
    }

    private Source Open(string file)
    {
        try
        {
            return new Source(File.OpenRead(file));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NiftiException(path, file == path ? $"'{path}' is not there." : $"'{path}' is one of a pair, and '{file}', the other, is not there.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new NiftiException(path, $"'{file}' cannot be opened: it is a folder, or it may not be read.");
        }
    }

    private NiftiException Refused(string why) => new(path, $"'{path}' {why}.");

    private static bool Fill(Stream from, Span<byte> bytes) => from.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;

    private static string HeaderPath(string path) => Replace(path, ".img", ".hdr");

    private static string VoxelPath(string path) => Replace(path, ".hdr", ".img");

    private static string Replace(string path, string from, string to)
    {
        var suffix = path.EndsWith(from, StringComparison.OrdinalIgnoreCase) ? "" : path.EndsWith(from + ".gz", StringComparison.OrdinalIgnoreCase) ? path[^3..] : null;
        return suffix is null ? path : path[..^(from.Length + suffix.Length)] + to + suffix;
    }

    /// <summary>A file, unpacked where it is packed, whatever it is called.</summary>
    private sealed class Source : IDisposable
    {
        private const int LongestRest = 1 << 20;

        private readonly FileStream file;

        internal Source(FileStream file)
        {
            this.file = file;
            Span<byte> start = stackalloc byte[2];
            IsCompressed = Fill(file, start) && start is [0x1F, 0x8B];
            file.Position = 0;
            Content = IsCompressed ? new GZipStream(file, CompressionMode.Decompress) : file;
        }

        internal bool IsCompressed { get; }

        internal long FileLength => file.Length;

        internal Stream Content { get; }

        internal void Drain()
        {
            var rest = new byte[1 << 14];
            for (var read = 0; IsCompressed && read < LongestRest;)
            {
                if (Content.Read(rest) is > 0 and var count)
                    read += count;
                else
                    return;
            }
        }

        public void Dispose()
        {
            Content.Dispose();
            file.Dispose();
        }
    }
}
