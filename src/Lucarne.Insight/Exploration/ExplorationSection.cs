using Lucarne.Learning.Report;
using Lucarne.Learning.Report.Charts;

namespace Lucarne.Insight.Exploration;

/// <summary>Tells an exploration: how pictures differ between classes before any network, and whether a shortcut lies open.</summary>
internal static class ExplorationSection
{
    public static IEnumerable<Chart> Charts(RunContents run, Texts texts)
    {
        var files = new ExplorationFiles(run.Path);
        if (!files.Exist) return [];
        var (facts, pictures) = files.Read();
        return ExplorationCharts.Of(facts, pictures, run, texts);
    }

    public static void Write(PageWriter page, RunContents run)
    {
        var files = new ExplorationFiles(run.Path);
        if (!files.Exist) return;
        var facts = files.Read().Facts;
        page.Section("exploration", () =>
        {
            page.Paragraph("exploration.lead");
            FigureBlock.Chart(page, run, ExplorationCharts.Measures, wide: true);
            FigureBlock.Sheet(page, run, ExplorationSheets.Means);
            FigureBlock.Chart(page, run, ExplorationCharts.Sizes, wide: true);
            page.Heading("exploration.shortcuts");
            Shortcuts(page, run, facts.Shortcuts);
            if (facts.Outliers.Count > 0)
            {
                page.Heading("exploration.outliers");
                page.Paragraph("exploration.outliers.words", l => [Numbers.Whole(facts.Outliers.Count(one => one.Unusual), l)]);
                FigureBlock.Sheet(page, run, ExplorationSheets.Outliers);
            }

            if (run.Figure(ExplorationSheets.Copies, ".png") is null) return;
            page.Heading("exploration.copies");
            FigureBlock.Sheet(page, run, ExplorationSheets.Copies);
        });
    }

    /// <summary>What the shortcut test warns of, a sentence each.</summary>
    public static IEnumerable<string> Warnings(ShortcutTest test, Texts texts, Language language) => test.Scores.Where(score => score.Shortcut).Select(score => texts.Of(
        language, $"exploration.warning.{score.Source}", Numbers.Percent(score.BalancedAccuracy, language, 0),
        Numbers.Percent(test.Scores.Single(one => one.Source == ShortcutTest.Whole).BalancedAccuracy, language, 0), Numbers.Percent(test.Chance, language, 0)));

    private static void Shortcuts(PageWriter page, RunContents run, ShortcutTest test)
    {
        if (test.Scores.Count == 0)
        {
            page.Paragraph("exploration.shortcuts.few");
            return;
        }

        page.Paragraph("exploration.shortcuts.words", l => [Numbers.Whole(test.Folds, l), Numbers.Whole(test.Pictures, l), Numbers.Percent(test.Chance, l, 0), Numbers.Whole(test.Groups, l)]);
        if (!test.Scores.Any(score => score.Shortcut)) page.Paragraph("exploration.shortcuts.none", null, "callout");
        foreach (var at in Enumerable.Range(0, test.Scores.Count(score => score.Shortcut)))
            page.Raw($"<p class=\"warning\">{PageWriter.Plain(l => Warnings(test, page.Texts, l).ElementAt(at))}</p>");
        FigureBlock.Chart(page, run, ExplorationCharts.Shortcuts, wide: true);
    }
}
