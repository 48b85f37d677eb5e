using Lucarne.Imaging;
using Lucarne.Insight;
using Lucarne.Insight.Explanation;

namespace Lucarne.Clinic.Readings;

/// <summary>A picture that was read: the answer, and the pictures that go with it where they were asked for.</summary>
/// <param name="Answer">The answer.</param>
public sealed record ReadPicture(ModelAnswer Answer)
{
    /// <summary>A screen shows no more, and a browser should hold no more.</summary>
    private const int LongestShownSide = 2048;

    /// <summary>The picture, upright and decoded, as PNG; null where it was not asked for.</summary>
    public byte[]? Display { get; init; }

    /// <summary>A grey PNG of the same size in which white is where the network saw the class; null where nothing may be pointed at.</summary>
    public byte[]? HeatMap { get; init; }

    /// <summary>Small JPEGs of the similar cases, in their order; null for one without.</summary>
    public IReadOnlyList<byte[]?> Thumbnails { get; init; } = [];

    /// <summary>Columns of <see cref="Display"/>.</summary>
    public int? Width { get; init; }

    /// <summary>Rows of <see cref="Display"/>.</summary>
    public int? Height { get; init; }

    /// <summary>The answer alone.</summary>
    public static ReadPicture Of(Reader reader, PictureReading reading)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new ReadPicture(ModelAnswer.Of(reading, reader.Coverage));
    }

    /// <summary>The answer with the picture for display, heat map and small pictures of similar cases.</summary>
    /// <param name="reader">Who read.</param>
    /// <param name="seen">A picture that was read, not refused.</param>
    public static ReadPicture Explained(Reader reader, SeenPicture seen)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(seen);
        var reading = seen.Reading!;
        var shown = Shown(seen.Picture!);
        return Of(reader, reading) with
        {
            Display = PictureWriter.ToPng(shown),
            HeatMap = seen.Map is { } map && map.Values.Any(value => value > 0) ? Grey(map) : null,
            Thumbnails = [.. reading.Nearest.Cases.Select(near => near.Thumbnail?.ToArray())],
            Width = shown.Width,
            Height = shown.Height,
        };
    }

    /// <summary>A map alone, white where the network saw the class most, to be laid over the picture at any opacity.</summary>
    internal static byte[] Grey(HeatMap map) =>
        PictureWriter.ToPng(Shown(Picture.From8Bit(map.Picture.Width, map.Picture.Height, 1, [.. map.Values.Select(value => (byte)Math.Round(255 * Math.Clamp(value, 0, 1)))])));

    private static Picture Shown(Picture picture)
    {
        var eight = picture.To8Bit();
        var scale = (double)LongestShownSide / Math.Max(picture.Width, picture.Height);
        return scale >= 1 ? eight : eight.Resize(Math.Max(1, (int)(picture.Width * scale)), Math.Max(1, (int)(picture.Height * scale)));
    }
}
