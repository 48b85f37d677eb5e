using System.Text.Json.Nodes;
using Lucarne.Learning.Evaluate;

namespace Lucarne.Learning.Report.Charts;

/// <summary>How often the network is right at each stated confidence, and how many answers there are at each.</summary>
internal static class CalibrationChart
{
    public const string Name = "calibration";

    public static JsonObject Draw(IReadOnlyList<Prediction> predictions, Texts texts, Language language)
    {
        var bins = Reliability.Bins(predictions);
        var rows = bins.Where(b => b.Count > 0).Select(b => new
        {
            low = b.Low,
            high = b.High,
            count = b.Count,
            confidence = Math.Round(b.Confidence!.Value, 4),
            accuracy = Math.Round(b.Accuracy!.Value, 4),
        });
        var ece = Reliability.ExpectedCalibrationError(bins);
        const string x = """ "type": "quantitative", "scale": { "domain": [0, 1] } """;
        var right = ChartTheme.Quote(texts.Of(language, "chart.calibration.y"));
        return ChartTheme.Finish(
            $$"""
            {
              "data": { "values": {{ChartTheme.Rows(rows)}} },
              "spacing": 14,
              "vconcat": [
                { "width": 330, "height": 250,
                  "layer": [
                    { "data": { "values": [{ "x": 0, "y": 0 }, { "x": 1, "y": 1 }] },
                      "mark": { "type": "line", "color": "currentColor", "strokeDash": [4, 4], "opacity": 0.5, "strokeWidth": 1 },
                      "encoding": { "x": { "field": "x", {{x}} }, "y": { "field": "y", "type": "quantitative" } } },
                    { "mark": { "type": "rule", "color": "{{ChartTheme.Orange}}", "strokeWidth": 6, "opacity": 0.3 },
                      "encoding": { "x": { "field": "confidence", {{x}} }, "y": { "field": "confidence", "type": "quantitative" }, "y2": { "field": "accuracy" } } },
                    { "mark": { "type": "line", "color": "{{ChartTheme.Blue}}", "strokeWidth": 1.6, "opacity": 0.7 },
                      "encoding": { "x": { "field": "confidence", {{x}} }, "y": { "field": "accuracy", "type": "quantitative" } } },
                    { "mark": { "type": "point", "filled": true, "color": "{{ChartTheme.Blue}}", "opacity": 1 },
                      "encoding": {
                        "x": { "field": "confidence", {{x}}, "axis": { "title": null, "tickCount": 5, "format": ".0%" } },
                        "y": { "field": "accuracy", "type": "quantitative", "scale": { "domain": [0, 1] }, "axis": { "title": {{right}}, "tickCount": 5, "format": ".0%" } },
                        "size": { "field": "count", "type": "quantitative", "scale": { "range": [30, 260] }, "legend": null } } }
                  ] },
                { "width": 330, "height": 70, "mark": { "type": "bar", "color": "{{ChartTheme.Blue}}", "opacity": 0.75, "binSpacing": 1 },
                  "encoding": {
                    "x": { "field": "low", "bin": { "binned": true }, {{x}}, "title": {{ChartTheme.Quote(texts.Of(language, "chart.calibration.x"))}}, "axis": { "tickCount": 5, "format": ".0%", "grid": false } },
                    "x2": { "field": "high" },
                    "y": { "field": "count", "type": "quantitative", "title": {{ChartTheme.Quote(texts.Of(language, "chart.pictures"))}}, "axis": { "tickCount": 3, "domain": false, "format": ",d" } } } }
              ]
            }
            """,
            texts.Of(language, "chart.calibration.title"),
            texts.Of(language, "chart.calibration.subtitle", Numbers.Fixed(ece, 3, language)), language);
    }
}
