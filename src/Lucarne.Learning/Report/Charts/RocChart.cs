using System.Text.Json.Nodes;
using Lucarne.Learning.Evaluate;

namespace Lucarne.Learning.Report.Charts;

/// <summary>A ROC curve per class against the rest, the area in the legend, chance as a diagonal.</summary>
internal static class RocChart
{
    public const string Name = "roc";

    public static JsonObject Draw(IReadOnlyList<Prediction> predictions, IReadOnlyList<string> labels, Texts texts, Language language)
    {
        var curves = labels.Select((label, k) => (Label: label, Ranked: RankedScores.OfClass(predictions, k)))
            .Where(c => c.Ranked.AreaUnderRoc is not null)
            .Select(c => (Series: $"{c.Label} ({texts.Of(language, "chart.auc")} {Numbers.Fixed(c.Ranked.AreaUnderRoc!.Value, 3, language)})", Curve: c.Ranked.RocCurve()))
            .ToArray();
        var rows = curves.SelectMany(c => CurvePoints.Corners(c.Curve.Select(p => (p.FalsePositiveRate, p.TruePositiveRate)))
            .Select((p, i) => new { series = c.Series, x = CurvePoints.Short(p.X), y = CurvePoints.Short(p.Y), i }));
        return ChartTheme.Finish(CurvePanel.Body(rows, [.. curves.Select(c => c.Series)],
            texts.Of(language, "chart.roc.x"), texts.Of(language, "chart.roc.y"), "bottom-right", "linear",
            """
            { "data": { "values": [{ "x": 0, "y": 0 }, { "x": 1, "y": 1 }] }, "mark": { "type": "line", "color": "currentColor", "strokeDash": [4, 4], "opacity": 0.5, "strokeWidth": 1 },
              "encoding": { "x": { "field": "x", "type": "quantitative" }, "y": { "field": "y", "type": "quantitative" } } },
            """), texts.Of(language, "chart.roc.title"), texts.Of(language, "chart.roc.subtitle"), language);
    }
}
