using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lucarne.Imaging.Volumes;

/// <summary>
/// Writes one gzip member (RFC 1952) whose blocks are compressed side by side, as pigz does: each block is deflated on
/// its own and ends on a byte with a sync flush, so that the blocks, put behind each other and closed, are one deflate
/// stream (RFC 1951). Some readers stop after the first member of a file, so there is one only. A few megabytes
/// are held at a time.
/// </summary>
internal static class ParallelGzip
{
    private const int BlockLength = 1 << 20, TrailerLength = 8;

    /// <summary>What is empty, as masks and label maps are over most of their length, is compressed once for every piece of this length.</summary>
    private const int EmptyLength = 1 << 16;

    private static readonly Lazy<Block> EmptyBlock = new(() => Deflate(new byte[EmptyLength]));

    private static readonly byte[] Head = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255];

    /// <summary>A last block without content: final, fixed codes, end of block.</summary>
    private static readonly byte[] Tail = [3, 0];

    /// <summary>Writes a head and a volume's voxels behind it, in the machine's byte order, as one compressed stream.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="head">What stands before the voxels.</param>
    /// <param name="volume">The voxels.</param>
    /// <param name="filled">The rows outside of which they are 0; those outside are not read.</param>
    internal static void Write<T>(Stream output, byte[] head, Volume<T> volume, FilledRows filled)
        where T : unmanaged
    {
        output.Write(Head);
        var pending = new Queue<Task<Block>>();
        var (crc, length) = (0u, 0L);
        foreach (var block in Blocks(head, volume, filled))
        {
            pending.Enqueue(block);
            if (pending.Count >= 8 * Environment.ProcessorCount)
                Append(pending.Dequeue().GetAwaiter().GetResult());
        }

        while (pending.TryDequeue(out var block))
            Append(block.GetAwaiter().GetResult());
        output.Write(Tail);
        Span<byte> trailer = stackalloc byte[TrailerLength];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, crc);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], (uint)length);
        output.Write(trailer);

        void Append(Block block)
        {
            output.Write(block.Deflated.Span);
            (crc, length) = (Crc32.Combine(crc, block.Crc, block.Length), length + block.Length);
        }
    }

    private static IEnumerable<Task<Block>> Blocks<T>(byte[] head, Volume<T> volume, FilledRows filled)
        where T : unmanaged
    {
        var values = volume.Voxels;
        yield return Task.FromResult(Deflate(head));
        var valuesOfPiece = EmptyLength / Unsafe.SizeOf<T>();
        for (var at = 0; at < values.Length;)
        {
            if (IsEmpty(at))
            {
                at += valuesOfPiece;
                yield return Task.FromResult(EmptyBlock.Value);
                continue;
            }

            var start = at;
            do at += Math.Min(values.Length - at, valuesOfPiece);
            while (at < values.Length && at - start < BlockLength / Unsafe.SizeOf<T>() && !IsEmpty(at));
            var count = at - start;
            yield return Task.Run(() => Deflate(MemoryMarshal.AsBytes(values.AsSpan(start, count))));
        }

        // A piece that is shorter than the others is none of the empty ones, which are compressed once for all.
        bool IsEmpty(int start) =>
            valuesOfPiece <= values.Length - start
            && (!filled.Meet(volume.Geometry, start, start + valuesOfPiece) || !MemoryMarshal.AsBytes(values.AsSpan(start, valuesOfPiece)).ContainsAnyExcept((byte)0));
    }

    /// <summary>The gzip stream of a block is taken apart: its head and its end fall away, its checksum is kept.</summary>
    private static Block Deflate(ReadOnlySpan<byte> bytes)
    {
        using var compressed = new MemoryStream(bytes.Length / 2);
        int flushed;
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes);
            gzip.Flush();
            flushed = (int)compressed.Length;
        }

        var crc = BinaryPrimitives.ReadUInt32LittleEndian(compressed.GetBuffer().AsSpan((int)compressed.Length - TrailerLength));
        return new Block(compressed.GetBuffer().AsMemory(Head.Length, flushed - Head.Length), crc, bytes.Length);
    }

    private readonly record struct Block(ReadOnlyMemory<byte> Deflated, uint Crc, int Length);
}
