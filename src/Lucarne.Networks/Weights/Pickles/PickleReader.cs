using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Lucarne.Networks.Weights.Pickles;

/// <summary>The bytes of a pickle, never read past their end.</summary>
internal ref struct PickleReader(ReadOnlySpan<byte> bytes, string file)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    internal int Position { get; private set; }

    internal byte Byte() => Take(1)[0];

    internal long UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    internal long Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    internal long UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    internal double Real() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    internal string Text(long length) => Encoding.UTF8.GetString(Take(length));

    /// <summary>A whole number of as many bytes as the first one says: a long where it fits.</summary>
    internal object BigInteger()
    {
        var value = new BigInteger(Take(Byte()));
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : value;
    }

    /// <summary>Text up to the end of the line.</summary>
    internal string Line()
    {
        var length = _bytes[Position..].IndexOf((byte)'\n');
        if (length < 0) throw CutShort();
        var line = Text(length);
        Position++;
        return line;
    }

    internal ReadOnlySpan<byte> Take(long length)
    {
        if (length < 0 || length > _bytes.Length - Position) throw CutShort();
        var taken = _bytes.Slice(Position, (int)length);
        Position += (int)length;
        return taken;
    }

    private readonly NetworkException CutShort() => new($"{file}: the list of its tensors ends in the middle; the file is cut short or its sizes lie; fetch it again");
}
