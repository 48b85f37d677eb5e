using System.Buffers.Binary;
using System.Text.Json;

namespace Lucarne.Server.Reading;

/// <summary>
/// What travels between the server and the process that reads pictures: a JSON header and byte parts. On the wire the header's length, the
/// number of parts and each part's length come first, as 32-bit little-endian numbers.
/// </summary>
/// <param name="Header">UTF-8 JSON.</param>
/// <param name="Parts">The bytes that the header speaks of.</param>
internal sealed record ReadingMessage(byte[] Header, IReadOnlyList<byte[]> Parts)
{
    private const int LongestHeader = 16 << 20;
    private const int LongestPart = 256 << 20;
    private const int MostParts = 1024;

    public static readonly JsonSerializerOptions Form = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static ReadingMessage Of<T>(T header, IReadOnlyList<byte[]> parts) => new(JsonSerializer.SerializeToUtf8Bytes(header, Form), parts);

    /// <exception cref="InvalidDataException">The header is another message's.</exception>
    public T Read<T>() => JsonSerializer.Deserialize<T>(Header, Form) ?? throw new InvalidDataException("A message between the server and its reading process has no header.");

    public async Task WriteAsync(Stream stream, CancellationToken cancellation)
    {
        var lengths = new byte[4 * (2 + Parts.Count)];
        BinaryPrimitives.WriteInt32LittleEndian(lengths, Header.Length);
        BinaryPrimitives.WriteInt32LittleEndian(lengths.AsSpan(4), Parts.Count);
        for (var i = 0; i < Parts.Count; i++) BinaryPrimitives.WriteInt32LittleEndian(lengths.AsSpan(8 + (4 * i)), Parts[i].Length);
        await stream.WriteAsync(lengths, cancellation);
        await stream.WriteAsync(Header, cancellation);
        foreach (var part in Parts) await stream.WriteAsync(part, cancellation);
        await stream.FlushAsync(cancellation);
    }

    /// <summary>The next message; null where the other side has closed.</summary>
    /// <exception cref="EndOfStreamException">The other side ended in the middle.</exception>
    /// <exception cref="InvalidDataException">What came is no message.</exception>
    public static async Task<ReadingMessage?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var start = new byte[8];
        var got = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation);
        if (got == 0) return null;
        if (got < start.Length) throw new EndOfStreamException();
        var header = Bounded(BinaryPrimitives.ReadInt32LittleEndian(start), LongestHeader);
        var lengths = new byte[4 * Bounded(BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(4)), MostParts)];
        await stream.ReadExactlyAsync(lengths, cancellation);
        var bytes = new byte[header];
        await stream.ReadExactlyAsync(bytes, cancellation);
        var parts = new byte[lengths.Length / 4][];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = new byte[Bounded(BinaryPrimitives.ReadInt32LittleEndian(lengths.AsSpan(4 * i)), LongestPart)];
            await stream.ReadExactlyAsync(parts[i], cancellation);
        }

        return new ReadingMessage(bytes, parts);
    }

    private static int Bounded(int length, int longest) => length >= 0 && length <= longest
        ? length
        : throw new InvalidDataException($"A message between the server and its reading process names a length of {length}, which is not between 0 and {longest}.");
}
