using System.Text.Json.Nodes;
using Lucarne.Learning.Report;
using Lucarne.Learning.Report.Charts;

namespace Lucarne.Insight.Exploration;

/// <summary>The charts of an exploration: measures by class, sizes, and the shortcut test.</summary>
internal static class ExplorationCharts
{
    public const string Measures = "exploration-measures";
    public const string Sizes = "exploration-sizes";
    public const string Shortcuts = "exploration-shortcuts";

    private const int MostPoints = 1500;

    public static IEnumerable<Chart> Of(ExplorationFacts facts, IReadOnlyList<MeasuredPicture> pictures, RunContents run, Texts texts)
    {
        yield return new(Measures, l => DrawMeasures(facts, pictures, run, texts, l));
        // Pictures of one size make one mark, which shows nothing.
        if (pictures.Select(picture => (picture.Width, picture.Height)).Distinct().Count() > 1) yield return new(Sizes, l => DrawSizes(facts, pictures, run, texts, l));
        if (facts.Shortcuts.Scores.Count > 0) yield return new(Shortcuts, l => DrawShortcuts(facts.Shortcuts, texts, l));
    }

    private static JsonObject DrawMeasures(ExplorationFacts facts, IReadOnlyList<MeasuredPicture> pictures, RunContents run, Texts texts, Language language)
    {
        string[] labels = [.. facts.Classes.Select(name => run.Label(name, language))];
        string Panel(string key, Func<MeasuredPicture, double> value, bool logarithmic, bool named)
        {
            var rows = pictures.Select(picture => new { @class = run.Label(picture.Class, language), value = Math.Round(value(picture), 4) }).Where(row => !logarithmic || row.value > 0);
            return
                $$"""
                { "data": { "values": {{ChartTheme.Rows(rows)}} }, "width": 170, "height": { "step": 34 },
                  "mark": { "type": "boxplot", "size": 16, "median": { "color": "#ffffff" }, "outliers": { "size": 12 }, "ticks": { "size": 12 } },
                  "encoding": {
                    "x": { "field": "value", "type": "quantitative", "title": {{ChartTheme.Quote(texts.Of(language, key))}}, "scale": { "zero": false{{(logarithmic ? ", \"type\": \"log\"" : "")}} }, "axis": { "tickCount": 4{{(logarithmic ? ", \"values\": [1, 10, 100, 1000, 10000]" : "")}} } },
                    "y": { "field": "class", "type": "nominal", "sort": {{ChartTheme.Rows(labels)}}, "title": null, "axis": {{(named ? "{ \"domain\": false, \"ticks\": false }" : "null")}} },
                    "color": { "field": "class", "type": "nominal", "scale": { "domain": {{ChartTheme.Rows(labels)}}, "range": {{ChartTheme.Colours(labels.Length)}} }, "legend": null } } }
                """;
        }

        return ChartTheme.Finish(
            $$"""
            { "hconcat": [ {{Panel("exploration.brightness", picture => picture.Brightness, false, true)}}, {{Panel("exploration.contrast", picture => picture.Contrast, false, false)}},
                           {{Panel("exploration.sharpness", picture => picture.Sharpness, true, false)}} ], "spacing": 18 }
            """,
            texts.Of(language, "exploration.chart.measures.title"), texts.Of(language, "exploration.chart.measures.subtitle"), language);
    }

    private static JsonObject DrawSizes(ExplorationFacts facts, IReadOnlyList<MeasuredPicture> pictures, RunContents run, Texts texts, Language language)
    {
        string[] labels = [.. facts.Classes.Select(name => run.Label(name, language))];
        var rows = pictures.GroupBy(picture => (picture.Class, picture.Width, picture.Height)).Take(MostPoints)
            .Select(group => new { @class = run.Label(group.Key.Class, language), width = group.Key.Width, height = group.Key.Height, count = group.Count() });
        return ChartTheme.Finish(
            $$"""
            { "data": { "values": {{ChartTheme.Rows(rows)}} }, "width": 420, "height": 300,
              "mark": { "type": "circle", "opacity": 0.6, "aria": false },
              "encoding": {
                "x": { "field": "width", "type": "quantitative", "title": {{ChartTheme.Quote(texts.Of(language, "exploration.width"))}}, "scale": { "zero": false }, "axis": { "tickCount": 6, "format": ",d" } },
                "y": { "field": "height", "type": "quantitative", "title": {{ChartTheme.Quote(texts.Of(language, "exploration.height"))}}, "scale": { "zero": false }, "axis": { "tickCount": 6, "format": ",d" } },
                "size": { "field": "count", "type": "quantitative", "scale": { "range": [30, 500] }, "legend": { "title": {{ChartTheme.Quote(texts.Of(language, "chart.pictures"))}}, "tickCount": 3, "format": ",d" } },
                "color": { "field": "class", "type": "nominal", "sort": null, "scale": { "domain": {{ChartTheme.Rows(labels)}}, "range": {{ChartTheme.Colours(labels.Length)}} }, "legend": { "symbolType": "circle" } } } }
            """,
            texts.Of(language, "exploration.chart.sizes.title"), null, language);
    }

    private static JsonObject DrawShortcuts(ShortcutTest test, Texts texts, Language language)
    {
        var rows = test.Scores.Select((score, i) => new
        {
            source = texts.Of(language, $"exploration.source.{score.Source}"),
            order = i,
            value = score.BalancedAccuracy,
            low = Math.Max(0, score.BalancedAccuracy - score.Deviation),
            high = Math.Min(1, score.BalancedAccuracy + score.Deviation),
            text = Numbers.Percent(score.BalancedAccuracy, language, 0),
            colour = score.Source == ShortcutTest.Whole ? "#999999" : score.Shortcut ? ChartTheme.Orange : ChartTheme.Blue,
        });
        return ChartTheme.Finish(
            $$"""
            { "width": 400, "height": { "step": 34 },
              "data": { "values": {{ChartTheme.Rows(rows)}} },
              "encoding": { "y": { "field": "source", "type": "nominal", "sort": { "field": "order" }, "title": null, "axis": { "domain": false, "ticks": false, "labelLimit": 300 } },
                            "x": { "type": "quantitative", "scale": { "domain": [0, 1] }, "title": {{ChartTheme.Quote(texts.Of(language, "exploration.balanced"))}}, "axis": { "format": ".0%", "tickCount": 5, "domain": false } } },
              "layer": [
                { "mark": { "type": "bar", "cornerRadiusEnd": 2, "height": 18 }, "encoding": { "x": { "field": "value", "type": "quantitative" }, "color": { "field": "colour", "type": "nominal", "scale": null } } },
                { "mark": { "type": "rule" }, "encoding": { "x": { "field": "low", "type": "quantitative" }, "x2": { "field": "high" } } },
                { "mark": { "type": "text", "align": "left", "dx": 6, "fontWeight": "bold" }, "encoding": { "x": { "field": "high", "type": "quantitative" }, "text": { "field": "text" } } },
                { "data": { "values": [{ "chance": {{ChartTheme.Rows(new[] { test.Chance })[1..^1]}} }] }, "mark": { "type": "rule", "strokeDash": [4, 4], "opacity": 0.7 },
                  "encoding": { "x": { "field": "chance", "type": "quantitative" }, "y": null } } ] }
            """,
            texts.Of(language, "exploration.chart.shortcuts.title"), texts.Of(language, "exploration.chart.shortcuts.subtitle", Numbers.Percent(test.Chance, language, 0)), language);
    }
}
