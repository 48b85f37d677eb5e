using Lucarne.Imaging;
using Lucarne.Insight.Features;
using Lucarne.Learning;
using Lucarne.Learning.Check;
using Lucarne.Learning.Load;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;

namespace Lucarne.Insight.Exploration;

/// <summary>What is explored.</summary>
/// <param name="Recipe">With the classes that have pictures.</param>
/// <param name="Pictures">Those that can be used.</param>
/// <param name="Fingerprint">What the check found.</param>
/// <param name="Features">Of the pictures; null has them computed.</param>
internal sealed record ExplorationRequest(Recipe Recipe, IReadOnlyList<LabelledPicture> Pictures, Fingerprint Fingerprint, FeatureTable? Features);

/// <summary>Looks at every picture once more: its measures, means of classes, outliers, copies side by side, and the shortcut test.</summary>
internal static class ExplorationStudy
{
    private const int MostThreads = 16;

    /// <summary>Writes exploration.json, exploration.csv and the sheets.</summary>
    /// <param name="request">What is explored.</param>
    /// <param name="folder">Where the files go.</param>
    /// <param name="figures">Where the sheets go.</param>
    /// <param name="texts">Words of the sheets.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static ExplorationFacts Write(ExplorationRequest request, string folder, string figures, Texts texts, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var limits = new PictureLimits((long)(request.Recipe.Data.MaxMegapixels * 1e6));
        var records = request.Fingerprint.Pictures.ToDictionary(record => record.File, StringComparer.Ordinal);
        var means = new ClassMeans(request.Recipe.Classes.Count);
        var looks = Look([.. request.Pictures.Where(picture => records.ContainsKey(picture.File))], limits, means, progress, cancellation);
        string[] classes = [.. request.Recipe.Classes.Select(label => label.Name)];
        var features = request.Features ?? FeatureExtraction.Of([.. looks.Select(one => (one.Picture, "all"))], classes, limits, progress, cancellation);
        int[] labels = [.. looks.Select(one => one.Picture.Label)];
        var shortcuts = ShortcutTest.Of(
            [
                (ShortcutTest.Border, [.. looks.Select(one => one.Look.Border())]),
                (ShortcutTest.Format, StoredForm.Rows([.. looks.Select(one => records[one.Picture.File])])),
                (ShortcutTest.Histogram, [.. looks.Select(one => one.Look.Histogram.Select(part => (double)part).ToArray())]),
                (ShortcutTest.Whole, [.. looks.Select(one => one.Look.Thumbnail())]),
            ],
            labels, [.. looks.Select(one => one.Picture.Group)], classes.Length, request.Recipe.Split.Seed, cancellation);
        var facts = new ExplorationFacts(classes, shortcuts, OutlierSearch.Of(features));
        new ExplorationFiles(folder).Write(facts, looks.Select(one =>
        {
            var record = records[one.Picture.File];
            return new MeasuredPicture(record.File, record.ClassName, record.Width, record.Height, record.Mean, record.StandardDeviation, one.Look.Sharpness);
        }));
        ExplorationSheets.Write(request, facts, means, figures, limits, texts);
        return facts;
    }

    private static List<(LabelledPicture Picture, PictureLook Look)> Look(
        LabelledPicture[] pictures, PictureLimits limits, ClassMeans means, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var looks = new PictureLook?[pictures.Length];
        var done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, MostThreads), CancellationToken = cancellation };
        Parallel.For(0, pictures.Length, options, i =>
        {
            try
            {
                var look = PictureLook.Read(pictures[i].Path, limits);
                means.Add(pictures[i].Label, look.Square);

                // What means needed is given back: of many pictures it would fill the memory.
                looks[i] = look with { Square = [] };
            }
            catch (PictureException)
            {
                // The check named it; only a file that broke since can be among them.
            }

            progress?.Report(new StageProgress(Stage.Study, Interlocked.Increment(ref done), pictures.Length));
        });
        return [.. pictures.Zip(looks).Where(pair => pair.Second is not null).Select(pair => (pair.First, pair.Second!))];
    }
}
