namespace Lucarne.Imaging;

/// <summary>Finds what is not border; the rule stands at <see cref="PictureShaping.CropToContent"/>.</summary>
internal static class ContentBox
{
    internal static PixelBox Find(Picture grey, double threshold, double margin)
    {
        var whole = new PixelBox(0, 0, grey.Width, grey.Height);
        var background = RingMedian(grey);
        if (background > 64)
            return whole;
        var level = background + (threshold * 255);
        int[] rows = new int[grey.Height], columns = new int[grey.Width];
        var samples = grey.Samples8;
        for (var y = 0; y < grey.Height; y++)
        {
            for (var x = 0; x < grey.Width; x++)
            {
                if (samples[(y * grey.Width) + x] <= level)
                    continue;
                rows[y]++;
                columns[x]++;
            }
        }
        return Span(columns, grey.Height) is { } across && Span(rows, grey.Width) is { } down ? Widen(across, down, margin, whole) : whole;
    }

    private static PixelBox Widen((int First, int Last) across, (int First, int Last) down, double margin, PixelBox whole)
    {
        var extra = (int)Math.Round(margin * Math.Max(across.Last - across.First + 1, down.Last - down.First + 1));
        int left = Math.Max(0, across.First - extra), right = Math.Min(whole.Width - 1, across.Last + extra);
        int top = Math.Max(0, down.First - extra), bottom = Math.Min(whole.Height - 1, down.Last + extra);
        return new PixelBox(left, top, right - left + 1, bottom - top + 1);
    }

    private static (int First, int Last)? Span(int[] counts, int length)
    {
        var enough = Math.Max(2, (length / 100) + 1);
        var first = Array.FindIndex(counts, c => c >= enough);
        return first < 0 ? null : (first, Array.FindLastIndex(counts, c => c >= enough));
    }

    private static byte RingMedian(Picture grey)
    {
        var ring = new List<byte>();
        for (var x = 0; x < grey.Width; x++)
            ring.AddRange([(byte)grey[0, x], (byte)grey[grey.Height - 1, x]]);
        for (var y = 1; y < grey.Height - 1; y++)
            ring.AddRange([(byte)grey[y, 0], (byte)grey[y, grey.Width - 1]]);
        ring.Sort();
        return ring[ring.Count / 2];
    }
}
