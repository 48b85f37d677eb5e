using System.Text.Json.Nodes;
using Lucarne.Insight.Features;
using Lucarne.Learning.Report;
using Lucarne.Learning.Report.Charts;

namespace Lucarne.Insight.Preparation;

/// <summary>The charts of features: what says most of the class, how much the components explain, where pictures lie, and how features hang together.</summary>
internal static class FeatureCharts
{
    public const string Ranking = "features-ranking";
    public const string Variance = "features-variance";
    public const string Loadings = "features-loadings";
    public const string Map = "features-map";
    public const string Matrix = "features-correlation";

    private const int RankingShown = 20;
    private const int VarianceShown = 15;
    private const int LoadingsShown = 16;

    public static IEnumerable<Chart> Of(PreparationFacts facts, PreparedFeatures prepared, RunContents run, Texts texts)
    {
        yield return new(Ranking, l => DrawRanking(facts, texts, l));
        if (facts.Explained.Count < 2) yield break;
        yield return new(Variance, l => DrawVariance(facts, texts, l));
        yield return new(Loadings, l => DrawLoadings(facts, texts, l));
        yield return new(Map, l => DrawMap(prepared, run, texts, l));
        yield return new(Matrix, l => DrawMatrix(prepared, texts, l));
    }

    private static JsonObject DrawRanking(PreparationFacts facts, Texts texts, Language language)
    {
        var rows = facts.Ranking.Features.Take(RankingShown).Select((feature, i) => new
        {
            name = Label(feature.Name, language),
            order = i,
            value = feature.MutualInformation,
            kind = texts.Of(language, feature.Name.StartsWith(FeatureWords.Latent, StringComparison.Ordinal) ? "features.kind.latent" : "features.kind.own"),
            folds = facts.Ranking.Folds > 0 ? $"{feature.SelectedIn}/{facts.Ranking.Folds}" : "",
        });
        return ChartTheme.Finish(
            $$"""
            { "data": { "values": {{ChartTheme.Rows(rows)}} }, "width": 380, "height": { "step": 18 },
              "encoding": {
                "y": { "field": "name", "type": "nominal", "sort": { "field": "order" }, "title": null, "axis": { "domain": false, "ticks": false, "labelLimit": 300 } },
                "x": { "field": "value", "type": "quantitative", "title": {{ChartTheme.Quote(texts.Of(language, "features.chart.information"))}}, "axis": { "domain": false, "tickCount": 5 } } },
              "layer": [
                { "mark": { "type": "bar", "cornerRadiusEnd": 2 }, "encoding": { "color": { "field": "kind", "type": "nominal", "sort": null,
                    "scale": { "range": ["{{ChartTheme.Blue}}", "{{ChartTheme.Orange}}"], "domain": {{ChartTheme.Rows(new[] { texts.Of(language, "features.kind.own"), texts.Of(language, "features.kind.latent") })}} },
                    "legend": { "orient": "top", "direction": "horizontal", "symbolType": "square" } } } },
                { "mark": { "type": "text", "align": "left", "dx": 4, "fontSize": 10.5 }, "encoding": { "text": { "field": "folds" } } } ] }
            """,
            texts.Of(language, "features.chart.ranking.title"), texts.Of(language, "features.chart.ranking.subtitle"), language);
    }

    private static JsonObject DrawVariance(PreparationFacts facts, Texts texts, Language language)
    {
        var total = 0.0;
        var rows = facts.Explained.Take(VarianceShown).Select((part, i) => new { component = i + 1, part, all = Math.Round(total += part, 5) });
        return ChartTheme.Finish(
            $$"""
            { "data": { "values": {{ChartTheme.Rows(rows)}} }, "width": 380, "height": 220,
              "encoding": { "x": { "field": "component", "type": "ordinal", "title": {{ChartTheme.Quote(texts.Of(language, "features.chart.component"))}}, "axis": { "labelAngle": 0, "ticks": false } },
                            "y": { "type": "quantitative", "title": {{ChartTheme.Quote(texts.Of(language, "features.chart.explained"))}}, "scale": { "domain": [0, 1] }, "axis": { "format": ".0%", "tickCount": 5 } } },
              "layer": [
                { "mark": { "type": "bar", "color": "{{ChartTheme.Blue}}", "cornerRadiusEnd": 2 }, "encoding": { "y": { "field": "part", "type": "quantitative" } } },
                { "mark": { "type": "line", "color": "{{ChartTheme.Orange}}", "point": { "color": "{{ChartTheme.Orange}}" } }, "encoding": { "y": { "field": "all", "type": "quantitative" } } } ] }
            """,
            texts.Of(language, "features.chart.variance.title"), texts.Of(language, "features.chart.variance.subtitle"), language);
    }

    private static JsonObject DrawLoadings(PreparationFacts facts, Texts texts, Language language)
    {
        var shown = facts.Kept.Where(feature => feature.Loadings.Count > 0).OrderByDescending(feature => feature.Loadings.Max(Math.Abs)).Take(LoadingsShown).ToList();
        var rows = shown.SelectMany(feature => feature.Loadings.Select((weight, i) => new { name = Label(feature.Name, language), component = i + 1, weight, text = Numbers.Fixed(weight, 2, language) }));
        return ChartTheme.Finish(
            $$"""
            { "data": { "values": {{ChartTheme.Rows(rows)}} }, "width": { "step": 60 }, "height": { "step": 18 },
              "encoding": {
                "y": { "field": "name", "type": "nominal", "sort": null, "title": null, "axis": { "domain": false, "ticks": false, "labelLimit": 300 } },
                "x": { "field": "component", "type": "ordinal", "title": {{ChartTheme.Quote(texts.Of(language, "features.chart.component"))}}, "axis": { "orient": "top", "labelAngle": 0, "domain": false, "ticks": false } } },
              "layer": [
                { "mark": { "type": "rect" }, "encoding": {
                    "fill": { "condition": { "test": "datum.weight > 0", "value": "{{ChartTheme.Blue}}" }, "value": "{{ChartTheme.Orange}}" },
                    "fillOpacity": { "field": "abs", "type": "quantitative", "scale": { "domain": [0, 0.5], "range": [0, 0.8], "clamp": true }, "legend": null } } },
                { "mark": { "type": "text", "fontSize": 10.5 }, "encoding": { "text": { "field": "text" } } } ],
              "transform": [{ "calculate": "abs(datum.weight)", "as": "abs" }] }
            """,
            texts.Of(language, "features.chart.loadings.title"), null, language);
    }

    private static JsonObject DrawMap(PreparedFeatures prepared, RunContents run, Texts texts, Language language)
    {
        const int most = 1500;
        var step = Math.Max(1, (prepared.Table.Rows.Count + most - 1) / most);
        var rows = prepared.Table.Rows.Where((_, i) => i % step == 0).Select(row =>
        {
            var place = prepared.Place(row);
            return new { x = Math.Round(place[0], 3), y = Math.Round(place[1], 3), @class = run.Label(row.Class, language), fitted = row.Part == PreparedFeatures.TrainPart };
        });
        string[] labels = [.. run.Classes.Select(name => run.Label(name, language))];
        return ChartTheme.Finish(
            $$"""
            { "data": { "values": {{ChartTheme.Rows(rows)}} }, "width": 440, "height": 330,
              "mark": { "type": "point", "size": 40, "strokeWidth": 1.3, "aria": false },
              "encoding": {
                "x": { "field": "x", "type": "quantitative", "title": {{ChartTheme.Quote(texts.Of(language, "features.chart.first"))}}, "axis": { "tickCount": 6 } },
                "y": { "field": "y", "type": "quantitative", "title": {{ChartTheme.Quote(texts.Of(language, "features.chart.second"))}}, "axis": { "tickCount": 6 } },
                "color": { "field": "class", "type": "nominal", "sort": null, "scale": { "domain": {{ChartTheme.Rows(labels)}}, "range": {{ChartTheme.Colours(labels.Length)}} }, "legend": { "symbolType": "circle" } },
                "fill": { "field": "class", "type": "nominal", "sort": null, "scale": { "domain": {{ChartTheme.Rows(labels)}}, "range": {{ChartTheme.Colours(labels.Length)}} }, "legend": null },
                "fillOpacity": { "condition": { "test": "datum.fitted", "value": 0.5 }, "value": 0 } } }
            """,
            texts.Of(language, "features.chart.map.title"), texts.Of(language, "features.chart.map.subtitle"), language);
    }

    private static JsonObject DrawMatrix(PreparedFeatures prepared, Texts texts, Language language)
    {
        var correlations = Correlation.Matrix(prepared.Train);
        var order = AverageLinkage.Of(FeaturesChapter.Distances(prepared.Train)).Order();
        var rows = order.SelectMany((a, i) => order.Select((b, j) => new { i, j, a = prepared.Names[a], b = prepared.Names[b], r = Math.Round(correlations[a][b], 2) }));
        return ChartTheme.Finish(
            $$"""
            { "data": { "values": {{ChartTheme.Rows(rows)}} }, "width": { "step": 11 }, "height": { "step": 11 },
              "mark": { "type": "rect", "aria": false },
              "encoding": {
                "x": { "field": "b", "type": "nominal", "sort": { "field": "j" }, "title": null, "axis": { "labelFontSize": 8, "labelAngle": -90, "domain": false, "ticks": false, "labelLimit": 190 } },
                "y": { "field": "a", "type": "nominal", "sort": { "field": "i" }, "title": null, "axis": { "labelFontSize": 8, "domain": false, "ticks": false, "labelLimit": 190 } },
                "color": { "field": "r", "type": "quantitative", "scale": { "domain": [-1, 0, 1], "range": ["{{ChartTheme.Orange}}", "#f7f7f7", "{{ChartTheme.Blue}}"] },
                           "legend": { "title": "r", "gradientLength": 160, "format": ".1f" } } } }
            """,
            texts.Of(language, "features.chart.correlation.title"), texts.Of(language, "features.chart.correlation.subtitle"), language);
    }

    private static string Label(string name, Language language) => FeatureWords.Label(name).In(language);
}
