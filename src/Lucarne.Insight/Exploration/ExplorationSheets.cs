using Lucarne.Imaging;
using Lucarne.Learning.Report;

namespace Lucarne.Insight.Exploration;

/// <summary>The sheets of an exploration, in both languages: means of classes, outliers, copies side by side.</summary>
internal static class ExplorationSheets
{
    public const string Means = "exploration-means";
    public const string Outliers = "exploration-outliers";
    public const string Copies = "exploration-copies";

    private const int SetsShown = 8;
    private const int CopiesShown = 3;

    public static void Write(ExplorationRequest request, ExplorationFacts facts, ClassMeans means, string figures, PictureLimits limits, Texts texts)
    {
        Directory.CreateDirectory(figures);
        var paths = request.Pictures.ToDictionary(picture => picture.File, picture => picture.Path, StringComparer.Ordinal);
        var outliers = facts.Outliers.Select(one => (one, Picture: Thumbnail(one.File))).Where(one => one.Picture is not null).ToList();
        var copies = request.Fingerprint.ExactDuplicates.Concat(request.Fingerprint.NearDuplicates).Take(SetsShown)
            .SelectMany((set, number) => set.Take(CopiesShown).Select(file => (Number: number + 1, Of: set.Count, File: file, Picture: Thumbnail(file)))).Where(one => one.Picture is not null).ToList();
        foreach (var language in Languages.All)
        {
            string Label(string name) => request.Recipe.Classes.FirstOrDefault(label => label.Name == name)?.Label.In(language) ?? name;
            Save(Means, MeanCells(request, means, texts, language), request.Recipe.Classes.Count, language);
            Save(Outliers, [.. outliers.Select(one => new SheetCell(one.Picture!, $"{Label(one.one.Class)} · {Numbers.Fixed(one.one.Distance, 1, language)}×\n{Path.GetFileName(one.one.File)}"))], 5, language);
            Save(Copies, [.. copies.Select(one => new SheetCell(one.Picture!, $"{texts.Of(language, "exploration.set", one.Number, one.Of)}\n{one.File}"))], 6, language);
        }

        Picture? Thumbnail(string file) => paths.TryGetValue(file, out var path) ? RunSheets.Thumbnail(path, limits) : null;

        void Save(string name, IReadOnlyList<SheetCell> cells, int columns, Language language)
        {
            if (cells.Count > 0) PictureWriter.Write(Path.Combine(figures, RunFigures.FileName(name, language) + ".png"), ContactSheet.Compose(cells, new SheetLayout { Columns = columns }));
        }
    }

    private static List<SheetCell> MeanCells(ExplorationRequest request, ClassMeans means, Texts texts, Language language)
    {
        var cells = new List<SheetCell>();
        foreach (var (key, draw) in new (string, Func<int, Picture?>)[] { ("exploration.mean", means.Mean), ("exploration.deviation", means.Deviation) })
        {
            foreach (var (label, name) in request.Recipe.Classes.Index())
                if (draw(label) is { } picture) cells.Add(new(picture, $"{name.Label.In(language)}\n{texts.Of(language, key)}"));
        }

        return cells;
    }
}
