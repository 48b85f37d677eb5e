using Lucarne.Imaging;

namespace Lucarne.Insight;

/// <summary>Cuts a row of pictures into batches that may be held in memory in their own size.</summary>
internal static class PictureBatches
{
    private const int MostPictures = 32;
    private const long MostPixels = 32_000_000;

    /// <summary>Batches of up to 32 pictures and 32 megapixels together, in order; a larger picture is a batch of its own.</summary>
    public static IEnumerable<string[]> Of(IReadOnlyList<string> files, PictureLimits limits)
    {
        var batch = new List<string>();
        var held = 0L;
        foreach (var file in files)
        {
            var pixels = Pixels(file, limits);
            if (batch.Count == MostPictures || (batch.Count > 0 && held + pixels > MostPixels))
            {
                yield return [.. batch];
                batch.Clear();
                held = 0;
            }

            batch.Add(file);
            held += pixels;
        }

        if (batch.Count > 0) yield return [.. batch];
    }

    /// <summary>None where the file cannot be read: whoever decodes it says why.</summary>
    private static long Pixels(string file, PictureLimits limits)
    {
        try
        {
            var header = PictureReader.ReadHeader(file, limits);
            return (long)header.Width * header.Height;
        }
        catch (PictureException)
        {
            return 0;
        }
    }
}
