using Lucarne.Imaging;
using Lucarne.Learning;
using Lucarne.Learning.Load;

namespace Lucarne.Insight.Features;

/// <summary>Computes the features of pictures, on all processors.</summary>
internal static class FeatureExtraction
{
    private const int MostThreads = 16;

    /// <summary>A row per picture that can be read, in the order given.</summary>
    /// <param name="pictures">The pictures, with the part each belongs to.</param>
    /// <param name="classes">Names of the classes, in the order of the labels.</param>
    /// <param name="limits">How large a picture may be.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static FeatureTable Of(
        IReadOnlyList<(LabelledPicture Picture, string Part)> pictures, IReadOnlyList<string> classes, PictureLimits limits, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var rows = new FeatureRow?[pictures.Count];
        var done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, MostThreads), CancellationToken = cancellation };
        Parallel.For(0, rows.Length, options, i =>
        {
            var (picture, part) = pictures[i];
            try
            {
                rows[i] = new(picture.File, part, classes[picture.Label], PictureFeatures.Read(picture.Path, limits));
            }
            catch (PictureException)
            {
                // The check named it; only a file that broke since can be among them.
            }

            progress?.Report(new StageProgress(Stage.Study, Interlocked.Increment(ref done), rows.Length));
        });
        return new(PictureFeatures.Names, [.. rows.OfType<FeatureRow>()]);
    }
}
