using System.Text.Json.Nodes;
using Lucarne.Learning.Report;
using Lucarne.Learning.Report.Charts;

namespace Lucarne.Insight.Profiles;

/// <summary>The two curves from which the number of profiles is taken: mean silhouette, and gap statistic with its standard error.</summary>
internal static class ProfileNumberChart
{
    public const string Name = "profiles-number";

    public static JsonObject Draw(ProfileFacts facts, Texts texts, Language language)
    {
        var chosen = facts.Profiles.Count;
        var silhouettes = facts.Trials.Where(trial => trial.Silhouette is not null)
            .Select(trial => new { k = trial.Clusters, y = Math.Round(trial.Silhouette!.Value, 4), low = (double?)null, high = (double?)null, chosen = trial.Clusters == chosen });
        var gaps = facts.Trials.Select(trial => new
        {
            k = trial.Clusters,
            y = Math.Round(trial.Gap, 4),
            low = (double?)Math.Round(trial.Gap - trial.GapError, 4),
            high = (double?)Math.Round(trial.Gap + trial.GapError, 4),
            chosen = trial.Clusters == chosen,
        });
        return ChartTheme.Finish(
            $$"""
            { "hconcat": [
                {{Panel(ChartTheme.Rows(silhouettes), texts.Of(language, "profiles.chart.silhouette"), "", texts, language)}},
                {{Panel(ChartTheme.Rows(gaps), texts.Of(language, "profiles.chart.gap"), """{ "mark": { "type": "rule", "strokeWidth": 1.5 }, "encoding": { "y": { "field": "low" }, "y2": { "field": "high" } } },""", texts, language)}}
            ] }
            """,
            texts.Of(language, "profiles.chart.number.title"), texts.Of(language, "profiles.chart.number.subtitle", facts.BySilhouette, facts.ByGap), language);
    }

    private static string Panel(string rows, string title, string under, Texts texts, Language language) =>
        $$"""
        { "width": 250, "height": 200, "data": { "values": {{rows}} },
          "encoding": {
            "x": { "field": "k", "type": "ordinal", "title": {{ChartTheme.Quote(texts.Of(language, "profiles.chart.number"))}}, "axis": { "labelAngle": 0 } },
            "y": { "field": "y", "type": "quantitative", "title": {{ChartTheme.Quote(title)}}, "scale": { "zero": false }, "axis": { "tickCount": 5, "format": ".2f" } } },
          "layer": [
            {{under}}
            { "mark": { "type": "line", "strokeWidth": 2, "color": "{{ChartTheme.Blue}}" } },
            { "mark": { "type": "point", "filled": true },
              "encoding": { "size": { "condition": { "test": "datum.chosen", "value": 150 }, "value": 45 },
                            "color": { "condition": { "test": "datum.chosen", "value": "{{ChartTheme.Orange}}" }, "value": "{{ChartTheme.Blue}}" },
                            "opacity": { "value": 1 } } } ] }
        """;
}
