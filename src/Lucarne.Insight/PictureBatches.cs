using Lucarne.Imaging;

namespace Lucarne.Insight;

/// <summary>Cuts a row of pictures into batches that may be held in memory in their own size.</summary>
internal static class PictureBatches
{
    private const int MostPictures = 32;
    private const long MostPixels = 32_000_000;

    /// <summary>Batches of up to 32 pictures and 32 megapixels together, in order; a larger picture is a batch of its own.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="header">Reads how large one is.</param>
    public static IEnumerable<T[]> Of<T>(IReadOnlyList<T> pictures, Func<T, PictureHeader> header)
    {
        var batch = new List<T>();
        var held = 0L;
        foreach (var picture in pictures)
        {
            var pixels = Pixels(picture, header);
            if (batch.Count == MostPictures || (batch.Count > 0 && held + pixels > MostPixels))
            {
                yield return [.. batch];
                batch.Clear();
                held = 0;
            }

            batch.Add(picture);
            held += pixels;
        }

        if (batch.Count > 0) yield return [.. batch];
    }

    /// <summary>None where it cannot be read: whoever decodes it says why.</summary>
    private static long Pixels<T>(T picture, Func<T, PictureHeader> header)
    {
        try
        {
            var read = header(picture);
            return (long)read.Width * read.Height;
        }
        catch (PictureException)
        {
            return 0;
        }
    }
}
