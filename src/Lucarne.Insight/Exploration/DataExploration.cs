using Lucarne.Imaging;
using Lucarne.Learning;
using Lucarne.Learning.Check;
using Lucarne.Learning.Load;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;
using Lucarne.Learning.Report.Charts;
using Lucarne.Learning.Runs;

namespace Lucarne.Insight.Exploration;

/// <summary>What an exploration left.</summary>
/// <param name="Page">check.html.</param>
/// <param name="Shortcuts">The shortcut test in a line for each source; none where there are too few groups of pictures for it.</param>
/// <param name="Warnings">What the shortcut test warns of, and what could not be drawn, a sentence each, in English.</param>
public sealed record ExplorationOutcome(string Page, IReadOnlyList<string> Shortcuts, IReadOnlyList<string> Warnings);

/// <summary>The exploration of data that no network was trained on yet: what <c>lucarne check --out</c> adds to the fingerprint.</summary>
public static class DataExploration
{
    /// <summary>Writes fingerprint.json, recipe.yaml, exploration.json, exploration.csv, figures/ and check.html into a folder that is there.</summary>
    /// <param name="data">The data, checked.</param>
    /// <param name="recipe">With the classes that have pictures.</param>
    /// <param name="into">The folder.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static ExplorationOutcome Write(CheckedData data, Recipe recipe, string into, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(recipe);
        var folder = new RunFolder(into);
        FingerprintFile.Write(data.Fingerprint, folder.Fingerprint);
        PlacedFile.Write(folder.Recipe, recipe.ToYaml());
        var texts = new Texts([new ExplorationChapter()]);
        var labels = recipe.Classes.Index().ToDictionary(pair => pair.Item.Name, pair => pair.Index, StringComparer.Ordinal);
        LabelledPicture[] pictures = [.. data.Pictures.Zip(data.Items, (picture, item) => new LabelledPicture(picture.File, picture.Path, labels[picture.ClassName], item.Group))];
        var facts = ExplorationStudy.Write(new(recipe, pictures, data.Fingerprint, null), into, folder.Figures, texts, progress, cancellation);
        Samples(recipe, pictures, folder.Figures);
        var run = RunContents.Read(into);
        var warnings = ExplorationSection.Warnings(facts.Shortcuts, texts, Language.English).ToList();
        if (RunFigures.Draw(ExplorationSection.Charts(run, texts), folder.Figures, new ChartRenderer(), cancellation).Warning is { } undrawn) warnings.Add(undrawn);
        PlacedFile.Write(Path.Combine(into, "check.html"), Compose(run, recipe, texts));
        return new(Path.Combine(into, "check.html"), [.. Lines(facts.Shortcuts, texts)], warnings);
    }

    private static IEnumerable<string> Lines(ShortcutTest test, Texts texts) => test.Scores.Select(score =>
        $"{texts.Of(Language.English, $"exploration.source.{score.Source}")}: {Numbers.Percent(score.BalancedAccuracy, Language.English, 0)} balanced accuracy (chance {Numbers.Percent(test.Chance, Language.English, 0)})");

    private static void Samples(Recipe recipe, LabelledPicture[] pictures, string figures)
    {
        var limits = new Imaging.PictureLimits((long)(recipe.Data.MaxMegapixels * 1e6));
        foreach (var language in Languages.All)
        {
            var (cells, columns) = SampleSheet.Cells(pictures, [.. recipe.Classes.Select(label => label.Label.In(language))], limits);
            if (cells.Count > 0) Imaging.PictureWriter.Write(Path.Combine(figures, RunFigures.FileName("samples", language) + ".png"), Imaging.ContactSheet.Compose(cells, new Imaging.SheetLayout { Columns = columns }));
        }
    }

    private static string Compose(RunContents run, Recipe recipe, Texts texts)
    {
        var page = new PageWriter(texts);
        page.Raw("<header>");
        page.Raw($"<p class=\"kicker\">Lucarne · {page.Text("exploration.kicker")}</p>");
        page.Raw($"<h1>{PageWriter.Plain(l => recipe.Title.In(l))}</h1></header><main>");
        Learning.Report.Sections.DataSection.WriteChecked(page, run);
        ExplorationSection.Write(page, run);
        page.Raw($"</main><footer><p>{page.Text("footer.made", _ => [LucarneVersion.Number])}</p></footer>");
        return PageShell.Around($"Lucarne · {recipe.Title.En}", page.ToString());
    }
}
