using System.Buffers.Binary;

namespace Lucarne.Imaging;

/// <summary>
/// The few fields of a TIFF's first directory that tell how its pixels are stored and where they end (TIFF 6.0,
/// sections 2 and 8). BigTIFF is left to the decoder.
/// </summary>
/// <param name="Form">Size, bits and mode.</param>
/// <param name="PixelsEnd">The last strip's or tile's end, in bytes from the file's start.</param>
internal sealed record TiffFields(StoredForm Form, long PixelsEnd)
{
    private const int Width = 256, Height = 257, BitsPerSample = 258, Photometric = 262, StripOffsets = 273, SamplesPerPixel = 277,
        StripByteCounts = 279, TileOffsets = 324, TileByteCounts = 325, ExtraSamples = 338;

    internal static TiffFields? Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 8)
            return null;
        var little = bytes[0] == 'I';
        if (Short(bytes, 2, little) != 42)
            return null;
        long directory = Long(bytes, 4, little);
        if (directory + 2 > bytes.Length)
            return null;
        int count = Short(bytes, directory, little);
        if (directory + 2 + (12L * count) > bytes.Length)
            return null;
        var values = new Dictionary<int, long[]>();
        for (var i = 0; i < count; i++)
            ReadEntry(bytes, directory + 2 + (12L * i), little, values);
        return Describe(values);
    }

    private static TiffFields? Describe(Dictionary<int, long[]> values)
    {
        long First(int tag, long missing) => values.TryGetValue(tag, out var found) && found.Length > 0 ? found[0] : missing;
        if (!values.ContainsKey(Width) || !values.ContainsKey(Height))
            return null;
        var bits = (int)First(BitsPerSample, 1);
        var hasAlpha = values.ContainsKey(ExtraSamples);
        PictureMode? mode = (First(Photometric, -1), First(SamplesPerPixel, 1)) switch
        {
            (0 or 1, 1) => bits == 1 ? PictureMode.OneBit : PictureMode.L,
            (0 or 1, 2) => PictureMode.LA,
            (2 or 6, 3) => PictureMode.Rgb,
            (2, 4) when hasAlpha => PictureMode.Rgba,
            (3, _) => PictureMode.Palette,
            (5, >= 4) => PictureMode.Cmyk,
            _ => null,
        };
        return new TiffFields(new StoredForm(First(Width, 0), First(Height, 0), bits, mode), PixelsEndIn(values));
    }

    private static long PixelsEndIn(Dictionary<int, long[]> values)
    {
        var tiled = values.ContainsKey(TileOffsets);
        if (!values.TryGetValue(tiled ? TileOffsets : StripOffsets, out var offsets) || !values.TryGetValue(tiled ? TileByteCounts : StripByteCounts, out var counts))
            return 0;
        long end = 0;
        for (var i = 0; i < Math.Min(offsets.Length, counts.Length); i++)
            end = Math.Max(end, offsets[i] + counts[i]);
        return end;
    }

    private static void ReadEntry(ReadOnlySpan<byte> bytes, long entry, bool little, Dictionary<int, long[]> values)
    {
        int tag = Short(bytes, entry, little), type = Short(bytes, entry + 2, little);
        long count = Long(bytes, entry + 4, little);
        var size = type switch { 3 => 2, 4 => 4, _ => 0 };
        var wanted = tag is Width or Height or BitsPerSample or Photometric or StripOffsets or SamplesPerPixel or StripByteCounts or TileOffsets or TileByteCounts or ExtraSamples;
        if (size == 0 || !wanted || count > bytes.Length)
            return;
        var at = count * size <= 4 ? entry + 8 : Long(bytes, entry + 8, little);
        if (at + (count * size) > bytes.Length)
            return;
        var read = new long[count];
        for (var i = 0; i < count; i++)
            read[i] = size == 2 ? Short(bytes, at + (2 * i), little) : Long(bytes, at + (4 * i), little);
        values[tag] = read;
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, long at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[(int)at..]) : BinaryPrimitives.ReadUInt16BigEndian(bytes[(int)at..]);

    private static uint Long(ReadOnlySpan<byte> bytes, long at, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[(int)at..]) : BinaryPrimitives.ReadUInt32BigEndian(bytes[(int)at..]);
}
