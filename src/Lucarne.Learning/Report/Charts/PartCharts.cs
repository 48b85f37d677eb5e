using System.Text.Json.Nodes;

namespace Lucarne.Learning.Report.Charts;

/// <summary>How a prepared cohort is dealt out: scans as a pie, slices as bars.</summary>
internal static class PartCharts
{
    public const string Pie = "split";
    public const string Bars = "slices";

    private static readonly string[] Colours = [ChartTheme.Blue, "#56B4E9", ChartTheme.Orange];

    /// <summary>Scans of each part.</summary>
    public static JsonObject DrawPie(IReadOnlyList<int> scans, Texts texts, Language language)
    {
        var rows = Parts(texts, language).Zip(scans, Colours)
            .Select(item => new { count = item.Second, text = $"{item.First}: {Numbers.Whole(item.Second, language)}", colour = item.Third }).Where(row => row.count > 0).ToList();
        return ChartTheme.Finish(
            $$"""
            {
              "data": { "values": {{ChartTheme.Rows(rows)}} }, "width": 240, "height": 240,
              "mark": { "type": "arc", "innerRadius": 60, "padAngle": 0.02 },
              "encoding": {
                "theta": { "field": "count", "type": "quantitative", "stack": true },
                "color": { "field": "text", "type": "nominal", "sort": null,
                           "scale": { "domain": {{ChartTheme.Rows(rows.Select(row => row.text))}}, "range": {{ChartTheme.Rows(rows.Select(row => row.colour))}} },
                           "legend": { "orient": "right", "symbolType": "square" } } }
            }
            """,
            texts.Of(language, "chart.split.title"), null, language);
    }

    /// <summary>Slices that hold each structure, by part: [structures][3].</summary>
    public static JsonObject DrawBars(IReadOnlyList<string> labels, IReadOnlyList<int[]> slices, Texts texts, Language language)
    {
        var parts = Parts(texts, language);
        var rows = labels.Zip(slices).SelectMany(pair => parts.Select((part, i) => new { structure = pair.First, part, order = i, count = pair.Second[i] }));
        return ChartTheme.Finish(
            $$"""
            {
              "data": { "values": {{ChartTheme.Rows(rows)}} }, "width": 460, "height": { "step": 22 },
              "mark": { "type": "bar", "cornerRadiusEnd": 2 },
              "encoding": {
                "y": { "field": "structure", "type": "nominal", "title": null, "sort": null, "axis": { "domain": false, "ticks": false } },
                "x": { "field": "count", "type": "quantitative", "title": {{ChartTheme.Quote(texts.Of(language, "chart.slices"))}}, "axis": { "tickCount": 6, "domain": false, "format": ",d" } },
                "color": { "field": "part", "sort": null, "scale": { "domain": {{ChartTheme.Rows(parts)}}, "range": {{ChartTheme.Rows(Colours)}} },
                           "legend": { "orient": "top", "direction": "horizontal", "symbolType": "square" } },
                "order": { "field": "order", "type": "quantitative" } }
            }
            """,
            texts.Of(language, "chart.slices.title"), texts.Of(language, "chart.slices.subtitle"), language);
    }

    private static string[] Parts(Texts texts, Language language) =>
        [texts.Of(language, "part.train"), texts.Of(language, "part.validation"), texts.Of(language, "part.test")];
}
