namespace Lucarne.Imaging;

/// <summary>The run-length forms of a bitmap (Windows GDI reference, "Bitmap Compression"), always stored bottom up.</summary>
internal static class BmpRuns
{
    private const int EndOfLine = 0, EndOfBitmap = 1, Delta = 2;

    /// <summary>Fills indices [height, width], top row first; answers a fault or null. Pixels skipped over stay 0.</summary>
    internal static PictureFault? Expand(ReadOnlySpan<byte> stored, bool fourBits, Span<byte> indices, int width, int height)
    {
        int at = 0, x = 0, row = 0;
        while (row < height)
        {
            if (at + 2 > stored.Length)
                return row == height - 1 && x == width ? null : PictureFault.Truncated;
            int first = stored[at], second = stored[at + 1];
            at += 2;
            if (first > 0)
            {
                if (x + first > width)
                    return PictureFault.Corrupt;
                for (var i = 0; i < first; i++, x++)
                    indices[Place(row, x, width, height)] = (byte)(!fourBits ? second : i % 2 == 0 ? second >> 4 : second & 15);
                continue;
            }
            switch (second)
            {
                case EndOfBitmap:
                    return null;
                case EndOfLine:
                    (x, row) = (0, row + 1);
                    break;
                case Delta:
                    if (at + 2 > stored.Length)
                        return PictureFault.Truncated;
                    (x, row) = (x + stored[at], row + stored[at + 1]);
                    at += 2;
                    if (x > width || row > height)
                        return PictureFault.Corrupt;
                    break;
                default:
                    if (Literal(stored, ref at, second, fourBits, indices, ref x, row, width, height) is { } fault)
                        return fault;
                    break;
            }
        }
        return null;
    }

    private static PictureFault? Literal(
        ReadOnlySpan<byte> stored, ref int at, int count, bool fourBits, Span<byte> indices, ref int x, int row, int width, int height)
    {
        var bytes = fourBits ? (count + 1) / 2 : count;
        if (at + bytes > stored.Length)
            return PictureFault.Truncated;
        if (x + count > width)
            return PictureFault.Corrupt;
        for (var i = 0; i < count; i++, x++)
            indices[Place(row, x, width, height)] = (byte)(!fourBits ? stored[at + i] : i % 2 == 0 ? stored[at + (i / 2)] >> 4 : stored[at + (i / 2)] & 15);
        at += bytes + (bytes % 2);
        return null;
    }

    private static int Place(int row, int x, int width, int height) => ((height - 1 - row) * width) + x;
}
