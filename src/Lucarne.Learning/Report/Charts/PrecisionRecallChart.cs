using System.Text.Json.Nodes;
using Lucarne.Learning.Evaluate;

namespace Lucarne.Learning.Report.Charts;

/// <summary>A precision-recall curve per class against the rest, average precision in the legend.</summary>
internal static class PrecisionRecallChart
{
    public const string Name = "precision-recall";

    public static JsonObject Draw(IReadOnlyList<Prediction> predictions, IReadOnlyList<string> labels, Texts texts, Language language)
    {
        var curves = labels.Select((label, k) => (Label: label, Ranked: RankedScores.OfClass(predictions, k)))
            .Where(c => c.Ranked.AveragePrecision is not null)
            .Select(c => (Series: $"{c.Label} ({texts.Of(language, "chart.ap")} {Numbers.Fixed(c.Ranked.AveragePrecision!.Value, 3, language)})", Curve: c.Ranked.PrecisionRecallCurve()))
            .ToArray();
        // step-before: between two thresholds precision is that of the next one, which is how average precision sums it.
        var rows = curves.SelectMany(c => CurvePoints.Corners(c.Curve.Select(p => (p.Recall, p.Precision)))
            .Select((p, i) => new { series = c.Series, x = CurvePoints.Short(p.X), y = CurvePoints.Short(p.Y), i }));
        return ChartTheme.Finish(CurvePanel.Body(rows, [.. curves.Select(c => c.Series)],
            texts.Of(language, "chart.pr.x"), texts.Of(language, "chart.pr.y"), "bottom-left", "step-before", ""),
            texts.Of(language, "chart.pr.title"), texts.Of(language, "chart.pr.subtitle"), language);
    }
}
