using Lucarne.Imaging;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;
using Lucarne.Learning.Report.Charts;
using Lucarne.Learning.Runs;

namespace Lucarne.Insight.Certainty;

/// <summary>What a cross-validation says, on a page in both languages: its folds, what leaks in a random split, and how far its confidence is to be believed.</summary>
public static class CrossvalReport
{
    /// <summary>Finds out how well the folds' answers are calibrated, and writes calibration.json, its chart and report.html into the folder.</summary>
    /// <param name="result">The finished cross-validation.</param>
    /// <param name="recipe">Its recipe.</param>
    /// <param name="leakage">What the random split showed beside it; null where it was not asked for.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The sentences that a person reads where there is no page, and what is missing, if anything is.</returns>
    public static (IReadOnlyList<LocalText> Lines, string? Warning) Write(CrossValidationResult result, Recipe recipe, Leakage? leakage, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(recipe);
        var place = result.Place.Path;
        var (figures, before, after) = CrossCalibration.Of(HeldOut.Folds(place), recipe.Certainty.Coverage, recipe.Train.Seed);
        figures.Write(place);
        leakage?.Write(place);
        var texts = new Texts([new CertaintyChapter()]);
        var folder = Directory.CreateDirectory(Path.Combine(place, "figures")).FullName;
        var chart = new Chart(CalibrationPairChart.Name, l => CalibrationPairChart.Draw(before, after, figures.Temperature, "certainty.chart.folds", texts, l));
        var warning = RunFigures.Draw([chart], folder, new ChartRenderer(), cancellation).Warning;
        var words = new CrossvalWords(texts, figures, leakage);
        PlacedFile.Write(Path.Combine(place, "report.html"), Page(result, recipe, texts, words, leakage is not null));
        return (words.Lines, warning);
    }

    private static string Page(CrossValidationResult result, Recipe recipe, Texts texts, CrossvalWords words, bool leaks)
    {
        var page = new PageWriter(texts);
        page.Raw($"<header><p class=\"kicker\">Lucarne · {page.Text("crossval.kicker")}</p><h1>{PageWriter.Plain(l => recipe.Title.In(l))}</h1>");
        page.Raw($"<aside class=\"notice\" role=\"note\"><strong>{page.Text("notice.title")}</strong> {page.Text("notice.text")}</aside></header><main>");
        page.Section("crossval.folds", () =>
        {
            page.Paragraph("crossval.folds.words");
            Folds(page, result);
        });
        if (leaks) page.Section("crossval.leakage", () => Say(page, words.Leakage));
        page.Section("crossval.calibration", () =>
        {
            page.Paragraph("crossval.calibration.words");
            Say(page, words.Calibration);
            FigureBlock.Chart(page, Learning.Report.RunContents.Read(result.Place.Path), CalibrationPairChart.Name);
        });
        page.Raw($"</main><footer><p>{page.Text("notice.text")}</p></footer>");
        return PageShell.Around($"Lucarne · {recipe.Title.En}", page.ToString());
    }

    private static void Say(PageWriter page, IReadOnlyList<LocalText> sentences) =>
        page.Items(sentences.Select(sentence => PageWriter.Plain(l => sentence.In(l))));

    private static void Folds(PageWriter page, CrossValidationResult result)
    {
        string Percent(double value) => PageWriter.Plain(l => Numbers.Percent(value, l));
        string Fixed(double? value) => value is { } known ? PageWriter.Plain(l => Numbers.Fixed(known, 3, l)) : "–";
        IReadOnlyList<string> Row(string name, ClassificationMetrics fold) =>
            [name, PageWriter.Plain(l => Numbers.Whole(fold.N, l)), Percent(fold.Accuracy), Percent(fold.BalancedAccuracy), Fixed(fold.Macro.F1), Fixed(fold.Macro.Auc), Fixed(fold.LogLoss)];
        page.Table(
            [page.Text("crossval.fold"), page.Text("table.support"), page.Text("crossval.accuracy"), page.Text("crossval.balanced"), "F1", "AUC", page.Text("crossval.loss")],
            [.. result.Folds.Select((fold, i) => Row(PageWriter.Plain(l => Numbers.Whole(i + 1, l)), fold)), Row(page.Text("crossval.all"), result.Metrics)], 1);
    }
}
