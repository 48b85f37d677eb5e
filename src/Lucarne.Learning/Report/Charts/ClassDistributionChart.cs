using System.Text.Json.Nodes;

namespace Lucarne.Learning.Report.Charts;

/// <summary>Pictures per class, a bar each for training, validation and test.</summary>
internal static class ClassDistributionChart
{
    public const string Name = "class-distribution";

    // counts: [K][3], the pictures of each class in training, validation and test.
    public static JsonObject Draw(IReadOnlyList<string> labels, IReadOnlyList<int[]> counts, Texts texts, Language language)
    {
        string[] parts = [texts.Of(language, "part.train"), texts.Of(language, "part.validation"), texts.Of(language, "part.test")];
        var rows = labels.SelectMany((label, k) => parts.Select((part, i) => new { @class = label, part, count = counts[k][i] }));
        return ChartTheme.Finish(
            $$"""
            {
              "data": { "values": {{ChartTheme.Rows(rows)}} },
              "width": 460,
              "height": { "step": 17, "for": "offset" },
              "encoding": {
                "y": { "field": "class", "type": "nominal", "title": null, "sort": null, "scale": { "paddingInner": 0.3, "paddingOuter": 0.1 },
                       "axis": { "domain": false, "ticks": false } },
                "yOffset": { "field": "part", "sort": {{ChartTheme.Rows(parts)}} },
                "x": { "field": "count", "type": "quantitative", "title": {{ChartTheme.Quote(texts.Of(language, "chart.pictures"))}},
                       "axis": { "tickCount": 6, "tickMinStep": 1, "domain": false, "format": ",d" } }
              },
              "layer": [
                { "mark": { "type": "bar", "cornerRadiusEnd": 2 },
                  "encoding": { "color": { "field": "part", "sort": null,
                    "scale": { "domain": {{ChartTheme.Rows(parts)}}, "range": ["{{ChartTheme.Blue}}", "#56B4E9", "{{ChartTheme.Orange}}"] },
                    "legend": { "orient": "top", "direction": "horizontal", "symbolType": "square" } } } },
                { "mark": { "type": "text", "align": "left", "dx": 4, "fontSize": 10.5 }, "encoding": { "text": { "field": "count", "format": ",d" } } }
              ]
            }
            """,
            texts.Of(language, "chart.classes.title"), texts.Of(language, "chart.classes.subtitle"), language);
    }
}
