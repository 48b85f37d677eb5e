using Lucarne.Imaging;
using Lucarne.Insight;

namespace Lucarne.Server.Reading;

/// <summary>The pictures that go with an answer: the picture itself for display, the heat map, small pictures of similar cases.</summary>
internal static class ExplainedPicture
{
    /// <summary>A screen shows no more, and a browser should hold no more.</summary>
    private const int LongestShownSide = 2048;

    public static PictureReply Add(PictureReply reply, Reader reader, ReadOnlySpan<byte> bytes, PictureReading reading, List<byte[]> parts)
    {
        var map = reader.Explain(bytes, reading.File, reading.PredictedClass);
        var shown = Shown(map.Picture);
        var thumbnails = reading.Nearest.Cases.Select(near => near.Thumbnail is { } small ? Put(parts, small.ToArray()) : (int?)null).ToList();
        var isForeign = reading.Decision == Decision.NotForThisModel;
        return reply with
        {
            Display = Put(parts, PictureWriter.ToPng(shown)),
            // Where no class may be named, nothing may be pointed at either.
            HeatMap = isForeign || !map.Values.Any(value => value > 0) ? null : Put(parts, PictureWriter.ToPng(Grey(map.Picture.Width, map.Picture.Height, map.Values))),
            Thumbnails = thumbnails,
            Width = shown.Width,
            Height = shown.Height,
        };
    }

    private static int Put(List<byte[]> parts, byte[] bytes)
    {
        parts.Add(bytes);
        return parts.Count - 1;
    }

    /// <summary>White where the network saw the class most.</summary>
    private static Picture Grey(int width, int height, float[] values) =>
        Shown(Picture.From8Bit(width, height, 1, [.. values.Select(value => (byte)Math.Round(255 * Math.Clamp(value, 0, 1)))]));

    private static Picture Shown(Picture picture)
    {
        var eight = picture.To8Bit();
        var scale = (double)LongestShownSide / Math.Max(picture.Width, picture.Height);
        return scale >= 1 ? eight : eight.Resize(Math.Max(1, (int)(picture.Width * scale)), Math.Max(1, (int)(picture.Height * scale)));
    }
}
