using System.Text.Json.Nodes;
using Lucarne.Learning.Evaluate;

namespace Lucarne.Learning.Report.Charts;

/// <summary>Counts and row percentages, rows the true class; the deeper a cell, the larger its part of the row.</summary>
internal static class ConfusionMatrixChart
{
    public const string Name = "confusion-matrix";

    public static JsonObject Draw(ClassificationMetrics metrics, IReadOnlyList<string> labels, Texts texts, Language language)
    {
        var rows = metrics.ConfusionMatrix.SelectMany((row, t) => row.Select((count, p) =>
        {
            var total = row.Sum();
            var part = total == 0 ? 0 : (double)count / total;
            return new
            {
                truth = labels[t],
                predicted = labels[p],
                part,
                count = Numbers.Whole(count, language),
                percent = total == 0 ? "–" : Numbers.Percent(part, language, 0),
                right = t == p,
            };
        }));
        var step = labels.Count <= 5 ? 86 : labels.Count <= 8 ? 64 : 46;
        var big = labels.Count <= 5 ? 16 : 12;
        var angle = labels.Max(l => l.Length) * 7 > step ? -30 : 0;
        return ChartTheme.Finish(
            $$"""
            {
              "data": { "values": {{ChartTheme.Rows(rows)}} },
              "width": { "step": {{step}} }, "height": { "step": {{step * 3 / 4}} },
              "encoding": {
                "x": { "field": "predicted", "type": "nominal", "sort": null, "title": {{ChartTheme.Quote(texts.Of(language, "chart.predicted"))}},
                       "axis": { "orient": "bottom", "labelAngle": {{angle}}, "domain": false, "ticks": false, "labelFontSize": 12 } },
                "y": { "field": "truth", "type": "nominal", "sort": null, "title": {{ChartTheme.Quote(texts.Of(language, "chart.truth"))}},
                       "axis": { "domain": false, "ticks": false, "labelFontSize": 12 } }
              },
              "layer": [
                { "mark": { "type": "rect", "stroke": "currentColor", "strokeOpacity": 0.2, "strokeWidth": 1 },
                  "encoding": { "fill": { "condition": { "test": "datum.right", "value": "{{ChartTheme.Blue}}" }, "value": "{{ChartTheme.Orange}}" },
                                "fillOpacity": { "field": "part", "type": "quantitative", "scale": { "domain": [0, 1], "range": [0, 0.95] }, "legend": null } } },
                { "mark": { "type": "text", "fontSize": {{big}}, "fontWeight": "bold", "dy": -7 },
                  "encoding": { "text": { "field": "count" },
                    "color": { "condition": { "test": "datum.part > 0.5", "value": "#ffffff" }, "value": "currentColor" } } },
                { "mark": { "type": "text", "fontSize": 11, "dy": 9 },
                  "encoding": { "text": { "field": "percent" },
                    "color": { "condition": { "test": "datum.part > 0.5", "value": "#ffffff" }, "value": "currentColor" } } }
              ]
            }
            """,
            texts.Of(language, "chart.confusion.title"), texts.Of(language, "chart.confusion.subtitle"), language);
    }
}
