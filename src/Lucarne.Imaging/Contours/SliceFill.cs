namespace Lucarne.Imaging.Contours;

/// <summary>
/// Fills polygons into one slice by scan lines. Where a polygon's edge crosses the line through the centres of a row,
/// the first pixel whose centre is not left of the crossing is marked; two marks cancel. The pixels from each odd mark to
/// the next are inside: the even-odd rule for one polygon, and exclusive or between several. A pixel belongs to what lies
/// right of and below a boundary through its centre, so that two polygons that share an edge share no pixel and leave
/// none out.
/// </summary>
internal sealed class SliceFill(int columns, int rows)
{
    private readonly byte[] marks = new byte[(columns + 1) * rows];
    private readonly int[] leftmost = [.. Enumerable.Repeat(int.MaxValue, rows)];
    private int top = int.MaxValue, bottom = -1;

    /// <summary>The rows with marks: no others will be filled. None where nothing is marked.</summary>
    internal (int First, int Count)? Rows => bottom < 0 ? null : (top, bottom - top + 1);

    /// <summary>Marks the crossings of a polygon's edges.</summary>
    /// <returns>How many rows of the picture its edges cross, each edge counted.</returns>
    internal long Mark(PixelPoint[] polygon)
    {
        var crossings = 0L;
        var from = polygon[^1];
        foreach (var to in polygon)
        {
            if (from.Y < to.Y)
                crossings += MarkEdge(from, to);
            else if (to.Y < from.Y)
                crossings += MarkEdge(to, from);
            from = to;
        }

        return crossings;
    }

    /// <summary>Sets the pixels that are inside to 1, where there is a slice to set them in, and forgets the marks.</summary>
    /// <returns>How many are inside.</returns>
    internal long Fill(Span<byte> slice)
    {
        var filled = 0L;
        for (var row = top; row <= bottom; row++)
        {
            if (leftmost[row] == int.MaxValue)
                continue;
            var line = marks.AsSpan(row * (columns + 1), columns + 1);
            var at = leftmost[row];
            while (line[at..].IndexOf((byte)1) is >= 0 and var skipped)
            {
                var start = at + skipped;
                // Every row has an even count of marks: a closed polygon goes down as often as it goes up.
                var length = 1 + line[(start + 1)..].IndexOf((byte)1);
                if (!slice.IsEmpty)
                    slice.Slice((row * columns) + start, length).Fill(1);
                filled += length;
                (line[start], line[start + length]) = (0, 0);
                at = start + length;
            }

            leftmost[row] = int.MaxValue;
        }

        (top, bottom) = (int.MaxValue, -1);
        return filled;
    }

    /// <summary>Rows y with upper.Y ≤ y &lt; lower.Y: of two edges that meet on a row's line, one marks it.</summary>
    private int MarkEdge(PixelPoint upper, PixelPoint lower)
    {
        var first = (int)Math.Max(0, CeilingOf(upper.Y, PixelPoint.Parts));
        var last = (int)Math.Min(rows - 1L, CeilingOf(lower.Y, PixelPoint.Parts) - 1);
        if (first > last)
            return 0;
        (top, bottom) = (Math.Min(top, first), Math.Max(bottom, last));
        long height = lower.Y - upper.Y, width = lower.X - upper.X;
        // Column of the crossing is numerator / (height · Parts); coordinates below 2^29 keep it below 2^62.
        var numerator = (upper.X * height) + (((first * (long)PixelPoint.Parts) - upper.Y) * width);
        for (var row = first; row <= last; row++, numerator += PixelPoint.Parts * width)
        {
            var column = (int)Math.Clamp(CeilingOf(numerator, height * PixelPoint.Parts), 0, columns);
            marks[(row * (columns + 1)) + column] ^= 1;
            leftmost[row] = Math.Min(leftmost[row], column);
        }

        return last - first + 1;
    }

    private static long CeilingOf(long numerator, long denominator)
    {
        var (quotient, remainder) = Math.DivRem(numerator, denominator);
        return remainder > 0 ? quotient + 1 : quotient;
    }
}
