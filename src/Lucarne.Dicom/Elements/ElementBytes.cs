using System.Buffers.Binary;

namespace Lucarne.Dicom.Elements;

/// <summary>
/// The bytes of a file, read forwards. Nothing is taken that the file does not hold: a length is held against what is left before
/// memory is given to it.
/// </summary>
/// <param name="stream">A stream that knows its length.</param>
internal sealed class ElementBytes(Stream stream)
{
    private readonly byte[] _buffer = new byte[1 << 13];
    private int _next;
    private int _filled;

    /// <summary>Bytes before the next one.</summary>
    public long Position { get; private set; }

    /// <summary>All bytes.</summary>
    public long Length { get; } = stream.Length;

    /// <summary>Fills the span with the next bytes.</summary>
    /// <exception cref="DicomException">The file ends before.</exception>
    public void Fill(Span<byte> into)
    {
        if (into.Length > Length - Position) throw Ended();
        while (into.Length > 0)
        {
            if (_next == _filled)
            {
                // What is longer than the buffer goes where it belongs at once.
                if (into.Length >= _buffer.Length)
                {
                    Advance(ReadSome(into), ref into);
                    continue;
                }

                (_next, _filled) = (0, ReadSome(_buffer));
            }

            var count = Math.Min(into.Length, _filled - _next);
            _buffer.AsSpan(_next, count).CopyTo(into);
            _next += count;
            Advance(count, ref into);
        }
    }

    /// <summary>The next bytes, in memory of their own.</summary>
    /// <exception cref="DicomException">The file ends before.</exception>
    public byte[] Take(long count)
    {
        if (count > Length - Position) throw Ended();
        if (count > Array.MaxLength) throw new DicomException($"an element holds {count >> 20} MiB, where at most {Array.MaxLength >> 20} are read");
        var bytes = GC.AllocateUninitializedArray<byte>((int)count);
        Fill(bytes);
        return bytes;
    }

    /// <summary>Passes over bytes.</summary>
    /// <exception cref="DicomException">The file ends before.</exception>
    public void Skip(long count)
    {
        if (count > Length - Position) throw Ended();
        Position += count;
        if (count <= _filled - _next)
        {
            _next += (int)count;
            return;
        }

        _next = _filled = 0;
        stream.Position = Position;
    }

    /// <summary>A number of two bytes.</summary>
    public static ushort UInt16(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    /// <summary>A number of four bytes.</summary>
    public static uint UInt32(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static DicomException Ended() => new("the file ends in the middle of an element");

    private void Advance(int count, ref Span<byte> into)
    {
        Position += count;
        into = into[count..];
    }

    private int ReadSome(Span<byte> into)
    {
        var read = stream.Read(into);
        return read > 0 ? read : throw Ended();
    }
}
