using System.Text.Json.Nodes;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Report;
using Lucarne.Learning.Report.Charts;

namespace Lucarne.Insight.Certainty;

/// <summary>How often the network is right at each stated confidence, before and after the temperature.</summary>
internal static class CalibrationPairChart
{
    public const string Name = "certainty-calibration";

    private const int Bins = 10;

    /// <summary>Of a test part, by one temperature.</summary>
    public static JsonObject Draw(IReadOnlyList<Prediction> predictions, double temperature, Texts texts, Language language) => Draw(
        predictions, [.. predictions.Select(one => one with { Probabilities = Temperature.Apply(one.Probabilities, temperature) })], temperature, "certainty.chart.subtitle", texts, language);

    /// <summary>Of answers before and after.</summary>
    public static JsonObject Draw(IReadOnlyList<Prediction> before, IReadOnlyList<Prediction> after, double temperature, string subtitle, Texts texts, Language language)
    {
        string[] names = [texts.Of(language, "certainty.before"), texts.Of(language, "certainty.after")];
        var rows = Points(before, names[0]).Concat(Points(after, names[1]));
        const string x = """ "type": "quantitative", "scale": { "domain": [0, 1] } """;
        return ChartTheme.Finish(
            $$"""
            {
              "data": { "values": {{ChartTheme.Rows(rows)}} },
              "width": 330, "height": 250,
              "layer": [
                { "data": { "values": [{ "x": 0, "y": 0 }, { "x": 1, "y": 1 }] },
                  "mark": { "type": "line", "color": "currentColor", "strokeDash": [4, 4], "opacity": 0.5, "strokeWidth": 1 },
                  "encoding": { "x": { "field": "x", {{x}} }, "y": { "field": "y", "type": "quantitative" } } },
                { "mark": { "type": "line", "strokeWidth": 1.6, "opacity": 0.7 },
                  "encoding": { "x": { "field": "confidence", {{x}} }, "y": { "field": "accuracy", "type": "quantitative" }, "color": { "field": "when", "type": "nominal" } } },
                { "mark": { "type": "point", "filled": true, "opacity": 1 },
                  "encoding": {
                    "x": { "field": "confidence", {{x}}, "axis": { "title": {{ChartTheme.Quote(texts.Of(language, "chart.calibration.x"))}}, "tickCount": 5, "format": ".0%" } },
                    "y": { "field": "accuracy", "type": "quantitative", "scale": { "domain": [0, 1] }, "axis": { "title": {{ChartTheme.Quote(texts.Of(language, "chart.calibration.y"))}}, "tickCount": 5, "format": ".0%" } },
                    "color": { "field": "when", "type": "nominal", "scale": { "domain": {{ChartTheme.Rows(names)}}, "range": {{ChartTheme.Colours(2)}} } },
                    "size": { "field": "count", "type": "quantitative", "scale": { "range": [30, 260] }, "legend": null } } }
              ]
            }
            """,
            texts.Of(language, "certainty.chart.title"),
            texts.Of(language, subtitle, Numbers.Fixed(temperature, 2, language)), language);
    }

    private static IEnumerable<object> Points(IReadOnlyList<Prediction> predictions, string when) => Reliability.Bins(predictions, Bins).Where(bin => bin.Count > 0)
        .Select(bin => new { when, count = bin.Count, confidence = Math.Round(bin.Confidence!.Value, 4), accuracy = Math.Round(bin.Accuracy!.Value, 4) });
}
