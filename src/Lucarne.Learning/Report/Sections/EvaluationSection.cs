using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Report.Charts;

namespace Lucarne.Learning.Report.Sections;

/// <summary>How good the network is on the part kept apart, class by class, and whether its confidence can be believed.</summary>
internal static class EvaluationSection
{
    private static readonly string[] Columns = ["class", "sensitivity", "specificity", "ppv", "f1", "auc", "support"];

    public static void Write(PageWriter page, RunContents run) => page.Section("evaluation", () =>
    {
        if (page.SaysMissing(run, "metrics.json") || run.Metrics is not { } metrics) return;
        Words(page, run, metrics);
        Table(page, run, metrics);
        FigureBlock.Chart(page, run, ConfusionMatrixChart.Name, wide: true);
        page.SaysMissing(run, "predictions.csv");
        page.Raw("<div class=\"pair\">");
        FigureBlock.Chart(page, run, RocChart.Name);
        FigureBlock.Chart(page, run, PrecisionRecallChart.Name);
        page.Raw("</div>");
        page.Heading("evaluation.confidence");
        Calibration(page, run, metrics);
        FigureBlock.Chart(page, run, CalibrationChart.Name);
    });

    private static void Words(PageWriter page, RunContents run, ClassificationMetrics metrics)
    {
        var known = metrics.Classes.Where(c => metrics.PerClass[c].Support > 0).OrderByDescending(c => metrics.PerClass[c].Recall).ToList();
        foreach (var empty in metrics.Classes.Except(known)) page.Paragraph("evaluation.empty", l => [run.Label(empty, l)], "warning");
        if (known.Count < 2) return;
        var (best, worst) = (known[0], known[^1]);
        if (metrics.PerClass[best].Recall == metrics.PerClass[worst].Recall)
        {
            page.Paragraph("evaluation.even", l => [Numbers.Percent(metrics.PerClass[best].Recall!.Value, l, 0)]);
            return;
        }
        page.Paragraph("evaluation.words", l =>
            [run.Label(best, l), Numbers.Percent(metrics.PerClass[best].Recall!.Value, l, 0), run.Label(worst, l), Numbers.Percent(metrics.PerClass[worst].Recall!.Value, l, 0)]);
        var k = metrics.Classes.ToList().IndexOf(worst);
        var row = metrics.ConfusionMatrix[k];
        var taken = Enumerable.Range(0, row.Length).Where(j => j != k).MaxBy(j => row[j]);
        if (row[taken] > 0 && Enumerable.Range(0, row.Length).Count(j => j != k && row[j] == row[taken]) == 1)
            page.Paragraph("evaluation.confused", l => [run.Label(worst, l), run.Label(metrics.Classes[taken], l), Numbers.Whole(row[taken], l), Numbers.Whole(row.Sum(), l)]);
    }

    private static void Table(PageWriter page, RunContents run, ClassificationMetrics metrics)
    {
        string Value(double? value) => value is double v ? PageWriter.Plain(l => Numbers.Fixed(v, 3, l)) : "–";
        IReadOnlyList<string> Means(string name, AveragedMetrics m) =>
            [$"<em>{page.Text(name)}</em>", Value(m.Recall), "", Value(m.Precision), Value(m.F1), Value(m.Auc), ""];
        var rows = metrics.Classes.Select(c => (Name: c, Metrics: metrics.PerClass[c])).Select(c => (IReadOnlyList<string>)
        [
            PageWriter.Plain(l => run.Label(c.Name, l)), Value(c.Metrics.Recall), Value(c.Metrics.Specificity), Value(c.Metrics.Precision),
            Value(c.Metrics.F1), Value(c.Metrics.Auc), PageWriter.Plain(l => Numbers.Whole(c.Metrics.Support, l)),
        ]).Append(Means("table.macro", metrics.Macro)).Append(Means("table.weighted", metrics.Weighted));
        page.Table([.. Columns.Select(h => page.Text("table." + h))], rows, 1);
        page.Paragraph("evaluation.table.note", null, "small");
    }

    private static void Calibration(PageWriter page, RunContents run, ClassificationMetrics metrics)
    {
        page.Paragraph("evaluation.scores", l => [Numbers.Fixed(metrics.Ece, 3, l), Numbers.Fixed(metrics.Brier, 3, l), Numbers.Fixed(metrics.LogLoss, 3, l)]);
        if (run.Predictions is not { Count: > 0 } predictions) return;
        var confidence = predictions.Average(p => p.Confidence);
        var gap = confidence - predictions.Average(p => p.IsRight ? 1.0 : 0);
        var key = Math.Abs(gap) < 0.02 ? "evaluation.honest" : gap > 0 ? "evaluation.over" : "evaluation.under";
        page.Paragraph(key, l => [Numbers.Percent(confidence, l), Numbers.Percent(confidence - gap, l)]);
    }
}
