using System.Text.Json.Nodes;
using Lucarne.Learning.Evaluate;

namespace Lucarne.Learning.Report.Charts;

/// <summary>Dice of each structure: a point per scan, a tick at the mean.</summary>
internal static class DiceChart
{
    public const string Name = "dice";

    public static JsonObject Draw(SegmentationMetrics metrics, IReadOnlyList<string> labels, Texts texts, Language language)
    {
        var points = metrics.Structures.Zip(labels).SelectMany(pair => metrics.Patients
            .Where(patient => metrics.PerPatient[patient][pair.First].Dice is not null)
            .Select(patient => new { structure = pair.Second, dice = metrics.PerPatient[patient][pair.First].Dice, scan = patient }));
        var means = metrics.Structures.Zip(labels).Where(pair => metrics.Dice[pair.First] is not null)
            .Select(pair => new { structure = pair.Second, dice = metrics.Dice[pair.First], text = Numbers.Fixed(metrics.Dice[pair.First]!.Value, 3, language) });
        return ChartTheme.Finish(
            $$"""
            {
              "width": 460, "height": { "step": 30 },
              "layer": [
                { "data": { "values": {{ChartTheme.Rows(points)}} },
                  "mark": { "type": "point", "filled": true, "size": 60, "opacity": 0.55, "color": "{{ChartTheme.Blue}}" },
                  "encoding": {
                    "y": { "field": "structure", "type": "nominal", "title": null, "sort": {{ChartTheme.Rows(labels)}}, "axis": { "domain": false, "ticks": false } },
                    "x": { "field": "dice", "type": "quantitative", "title": {{ChartTheme.Quote(texts.Of(language, "chart.dice"))}}, "scale": { "domain": [0, 1] },
                           "axis": { "format": ".1f", "tickCount": 6, "domain": false } } } },
                { "data": { "values": {{ChartTheme.Rows(means)}} },
                  "mark": { "type": "tick", "thickness": 3, "size": 18, "color": "{{ChartTheme.Orange}}" },
                  "encoding": {
                    "y": { "field": "structure", "type": "nominal", "sort": {{ChartTheme.Rows(labels)}} },
                    "x": { "field": "dice", "type": "quantitative" } } },
                { "data": { "values": {{ChartTheme.Rows(means)}} },
                  "mark": { "type": "text", "align": "left", "x": 468, "fontSize": 11.5 },
                  "encoding": {
                    "y": { "field": "structure", "type": "nominal", "sort": {{ChartTheme.Rows(labels)}} },
                    "text": { "field": "text", "type": "nominal" } } }
              ]
            }
            """,
            texts.Of(language, "chart.dice.title"), texts.Of(language, "chart.dice.subtitle"), language);
    }
}
