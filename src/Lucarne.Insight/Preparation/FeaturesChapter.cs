using Lucarne.Imaging;
using Lucarne.Insight.Features;
using Lucarne.Insight.Profiles;
using Lucarne.Learning;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Report;
using Lucarne.Learning.Report.Charts;

namespace Lucarne.Insight.Preparation;

/// <summary>Features of a run's pictures: features.csv, and in features.json which were kept, which say most of the class, and how they hang together.</summary>
internal sealed class FeaturesChapter : RunChapter
{
    /// <summary>The table's file in a run.</summary>
    public const string TableFile = "features.csv";

    /// <summary>The findings' file in a run.</summary>
    public const string FactsFile = "features.json";

    private const int LatentColumns = 8;
    private const int LoadingsKept = 3;
    private const int FewestPictures = 16;

    // Features whose mean absolute correlation is 0.7 or more share half of their variance.
    private const double AlikeDistance = 0.3;

    internal override ChapterPlace Place => ChapterPlace.Preparation;

    internal override Stream? OpenTexts() => typeof(FeaturesChapter).Assembly.GetManifestResourceStream("Lucarne.Insight.Preparation.Texts.json");

    internal override void Study(JudgedRun run, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        if (run.Train.Count < FewestPictures) return;
        string[] classes = [.. run.Recipe.Classes.Select(label => label.Name)];
        var parts = run.Train.Select(picture => (picture, LatentPictures.Train)).Concat(run.Validation.Select(picture => (picture, "validation"))).Concat(run.Test.Select(picture => (picture, LatentPictures.Test)));
        var limits = new PictureLimits((long)(run.Recipe.Data.MaxMegapixels * 1e6));
        var table = WithLatent(FeatureExtraction.Of([.. parts], classes, limits, progress, cancellation), run.Folder.Embeddings);
        table.Write(Path.Combine(run.Folder.Path, TableFile));
        var prepared = PreparedFeatures.Fit(table);
        if (prepared.Names.Count == 0) return;
        var groups = run.Train.ToDictionary(picture => picture.File, picture => picture.Group, StringComparer.Ordinal);
        var train = table.Of(LatentPictures.Train);
        var ranking = FeatureRanking.Of(
            prepared.Names, prepared.Train, [.. train.Select(row => Array.IndexOf(classes, row.Class))], [.. train.Select(row => groups[row.File])], run.Recipe.Train.Seed);
        Facts(prepared, ranking).Write(Path.Combine(run.Folder.Path, FactsFile));
    }

    internal override IEnumerable<Chart> Charts(RunContents run, Texts texts) =>
        Read(run) is var (facts, prepared) ? FeatureCharts.Of(facts, prepared, run, texts) : [];

    internal override void Write(PageWriter page, RunContents run)
    {
        if (Read(run) is var (facts, _)) FeaturesSection.Write(page, run, facts);
    }

    /// <summary>The table with the first principal components of the network's latent vectors as further columns; without, where the run keeps none.</summary>
    private static FeatureTable WithLatent(FeatureTable table, string embeddings)
    {
        IReadOnlyList<LatentPicture> pictures;
        try
        {
            pictures = LatentPictures.Read(embeddings).All;
        }
        catch (DataException)
        {
            return table;
        }

        var components = LatentSpace.Fit([.. pictures.Where(picture => picture.Part == LatentPictures.Train).Select(picture => picture.Vector)]);
        var columns = Math.Min(LatentColumns, components.Components.Axes.Length);
        var places = pictures.ToDictionary(picture => picture.File, picture => components.Place(picture.Vector)[..columns], StringComparer.Ordinal);
        var none = Enumerable.Repeat(double.NaN, columns).ToArray();
        return new(
            [.. table.Names, .. Enumerable.Range(1, columns).Select(i => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{FeatureWords.Latent}{i:00}"))],
            [.. table.Rows.Select(row => row with { Values = [.. row.Values, .. places.GetValueOrDefault(row.File, none)] })]);
    }

    private static PreparationFacts Facts(PreparedFeatures prepared, FeatureRanking ranking)
    {
        var axes = prepared.Components.Axes.Take(LoadingsKept).ToArray();
        var place = prepared.Own.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var alike = AverageLinkage.Of(Distances(prepared.Train)).Cut(AlikeDistance);
        return new()
        {
            FittedOn = prepared.Train.Length,
            Computed = prepared.Table.Names.Count,
            Kept = [.. prepared.Names.Select((name, i) => new KeptFeature(
                name, prepared.Scale.Means[i], prepared.Scale.Deviations[i], prepared.Cleaning.Medians[prepared.Cleaning.Kept[i]],
                place.TryGetValue(i, out var at) ? [.. axes.Select(axis => Math.Round(axis[at], 4))] : []))],
            Dropped = prepared.Cleaning.Dropped,
            Ranking = ranking,
            Explained = [.. prepared.Components.Explained.Select(part => Math.Round(part, 5))],
            Alike = [.. alike.Index().GroupBy(pair => pair.Item).Where(group => group.Count() > 1).Select(group => group.Select(pair => prepared.Names[pair.Index]).ToArray())],
        };
    }

    /// <summary>1 − |r| of every two columns.</summary>
    internal static double[][] Distances(IReadOnlyList<double[]> rows) => [.. Correlation.Matrix(rows).Select(row => row.Select(r => 1 - Math.Abs(r)).ToArray())];

    private static (PreparationFacts Facts, PreparedFeatures Prepared)? Read(RunContents run)
    {
        var (table, facts) = (Path.Combine(run.Path, TableFile), Path.Combine(run.Path, FactsFile));
        return File.Exists(table) && File.Exists(facts) ? (PreparationFacts.Read(facts), PreparedFeatures.Fit(FeatureTable.Read(table))) : null;
    }
}
