using System.Buffers.Binary;
using Lucarne.Learning.Randomness;

namespace Lucarne.Fuzz;

/// <summary>Damages files as disks, networks and enemies do: single bits, lying numbers, pieces lost, doubled and exchanged.</summary>
/// <param name="seed">The same seed makes the same damage.</param>
internal sealed class Damage(int seed)
{
    private static readonly long[] Lies = [0, 1, -1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, unchecked((int)0x80000000), 0xfffffffe, long.MaxValue, long.MinValue];
    private readonly Xoshiro256 _random = new((ulong)seed);

    /// <summary>A damaged copy of one of some files.</summary>
    public byte[] Of(IReadOnlyList<byte[]> files)
    {
        var bytes = files[_random.Below(files.Count)].ToList();
        for (var times = 1 + _random.Below(6); times > 0; times--) Once(bytes, files);
        return [.. bytes];
    }

    private void Once(List<byte> bytes, IReadOnlyList<byte[]> files)
    {
        if (bytes.Count == 0) bytes.Add((byte)_random.Below(256));
        var at = Place(bytes.Count);
        switch (_random.Below(9))
        {
            case 0: bytes[at] ^= (byte)(1 << _random.Below(8)); break;
            case 1: bytes[at] = (byte)_random.Below(256); break;
            case 2 or 3: Lie(bytes, at); break;
            case 4: bytes.RemoveRange(at, Length(bytes.Count - at)); break;
            case 5: bytes.InsertRange(at, bytes.GetRange(at, Length(bytes.Count - at))); break;
            case 6: bytes.RemoveRange(at, bytes.Count - at); break;
            case 7: bytes.InsertRange(at, Piece(files)); break;
            default: bytes.InsertRange(at, Enumerable.Repeat((byte)_random.Below(256), Length(64))); break;
        }
    }

    // Headers are where lengths and counts stand: half of the damage is done to the first 512 bytes.
    private int Place(int count) => _random.Below(2) == 0 ? _random.Below(Math.Min(count, 512)) : _random.Below(count);

    private int Length(int most) => Math.Min(most, 1 << _random.Below(12));

    private void Lie(List<byte> bytes, int at)
    {
        Span<byte> number = stackalloc byte[8];
        var lie = Lies[_random.Below(Lies.Length)];
        if (_random.Below(2) == 0) BinaryPrimitives.WriteInt64LittleEndian(number, lie);
        else BinaryPrimitives.WriteInt64BigEndian(number, lie);
        var width = 1 << _random.Below(4);
        var from = _random.Below(2) == 0 ? 0 : 8 - width;
        for (var i = 0; i < width && at + i < bytes.Count; i++) bytes[at + i] = number[from + i];
    }

    private byte[] Piece(IReadOnlyList<byte[]> files)
    {
        var other = files[_random.Below(files.Count)];
        var at = _random.Below(other.Length);
        return other[at..(at + Length(other.Length - at))];
    }
}
