using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Report.Charts;

namespace Lucarne.Learning.Report.Sections;

/// <summary>What a segmentation's report says in place of a classification's figures.</summary>
internal static class SegmentationSections
{
    /// <summary>Mean Dice over structures, and what it means.</summary>
    public static void Headline(PageWriter page, RunContents run) => page.Section("headline", () =>
    {
        if (page.SaysMissing(run, "metrics.json") || run.Segmentation is not { } metrics) return;
        double[] known = [.. metrics.Structures.Select(name => metrics.Dice[name]).OfType<double>()];
        if (known.Length == 0)
        {
            page.Paragraph("segmentation.unjudged", null, "warning");
            return;
        }

        page.Raw("<div class=\"hero\"><div class=\"figure\">");
        page.Raw($"<span class=\"big\">{PageWriter.Plain(l => Numbers.Fixed(known.Average(), 3, l))}</span><span class=\"unit\">{page.Text("segmentation.dice")}</span></div><div>");
        page.Paragraph("segmentation.sentence", l => [Numbers.Whole(metrics.Patients.Count, l), Numbers.Whole(known.Length, l), Numbers.Fixed(known.Min(), 3, l), Numbers.Fixed(known.Max(), 3, l)], "lead");
        page.Paragraph("segmentation.meaning");
        page.Raw("</div></div>");
        if (run.WasRefit) page.Paragraph("segmentation.refit");
    });

    /// <summary>Who was learned from and who was kept apart.</summary>
    public static void Data(PageWriter page, RunContents run) => page.Section("data", () =>
    {
        if (page.SaysMissing(run, "split.json") || run.Split is not { } split) return;
        page.Paragraph("segmentation.parts", l => [Numbers.Whole(split.Train.Count, l), Numbers.Whole(split.Validation.Count, l), Numbers.Whole(split.Test.Count, l)]);
        page.Paragraph("segmentation.patients");
        FigureBlock.Chart(page, run, PartCharts.Pie);
        FigureBlock.Chart(page, run, PartCharts.Bars);
    });

    /// <summary>Figures by structure, by scan, and slices to look at.</summary>
    public static void Evaluation(PageWriter page, RunContents run) => page.Section("evaluation", () =>
    {
        if (page.SaysMissing(run, "metrics.json") || run.Segmentation is not { Patients.Count: > 0 } metrics) return;
        page.Paragraph("segmentation.judged");
        FigureBlock.Chart(page, run, DiceChart.Name);
        page.Table(
            [page.Text("segmentation.structure"), "Dice", page.Text("segmentation.sd"), page.Text("segmentation.hd95"), page.Text("segmentation.surface")],
            metrics.Structures.Select(name => (IReadOnlyList<string>)
            [
                PageWriter.Plain(l => run.Label(name, l)), Number(metrics.Dice[name], 3), Number(metrics.DiceSd[name], 3), Number(metrics.Hd95Mm[name], 1), Number(metrics.SurfaceDice2Mm[name], 3),
            ]),
            1);
        page.Heading("segmentation.perscan");
        page.Table(
            [page.Text("segmentation.scan"), page.Text("segmentation.structure"), "Dice", page.Text("segmentation.hd95"), page.Text("segmentation.surface"), page.Text("segmentation.truth_ml"), page.Text("segmentation.predicted_ml")],
            metrics.Patients.SelectMany(patient => metrics.Structures.Select(name => Row(run, metrics, patient, name))),
            2);
        page.Paragraph("segmentation.dash", null, "small");
        FigureBlock.Sheet(page, run, PredictionSheet.Name);
    });

    /// <summary>What these figures do not show.</summary>
    public static void Limits(PageWriter page, RunContents run) => page.Section("limits", () =>
    {
        var items = new List<string> { page.Text("limits.validated"), page.Text("segmentation.limits.source"), page.Text("segmentation.limits.contours") };
        if (run.Segmentation is { Patients.Count: < 10 } metrics) items.Add(page.Text("segmentation.limits.few", l => [Numbers.Whole(metrics.Patients.Count, l)]));
        items.AddRange(run.Run.Notes.Select(note => PageWriter.Plain(l => note.In(l))));
        page.Items(items);
    });

    private static IReadOnlyList<string> Row(RunContents run, SegmentationMetrics metrics, string patient, string name)
    {
        var (figures, volumes) = (metrics.PerPatient[patient][name], metrics.VolumeMl[patient][name]);
        return
        [
            PageWriter.Escape(patient), PageWriter.Plain(l => run.Label(name, l)), Number(figures.Dice, 3), Number(figures.Hd95Mm, 1), Number(figures.SurfaceDice2Mm, 3),
            Number(volumes.Truth, 1), Number(volumes.Predicted, 1),
        ];
    }

    private static string Number(double? value, int decimals) => PageWriter.Plain(l => value is { } number ? Numbers.Fixed(number, decimals, l) : "–");
}
