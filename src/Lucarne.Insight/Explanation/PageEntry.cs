using Lucarne.Imaging;

namespace Lucarne.Insight.Explanation;

/// <summary>What the page of a folder of explanations shows of one picture.</summary>
/// <param name="Explained">The picture.</param>
/// <param name="Shown">A JPEG of its heat map, or of the picture itself where it has none, as large as the page shows it.</param>
/// <param name="Reader">The model.</param>
internal sealed record PageEntry(ExplainedPicture Explained, byte[] Shown, Reader Reader)
{
    // The page is 62 rem wide; the full picture lies beside it.
    private const int Side = 720;
    private const int Quality = 88;

    public static PageEntry Of(ExplainedPicture explained, Picture picture, Reader reader)
    {
        var shown = Math.Max(picture.Width, picture.Height) > Side ? picture.To8Bit().Fit(Side, Side) : picture;
        return new(explained, PictureWriter.ToJpeg(shown, Quality), reader);
    }
}
