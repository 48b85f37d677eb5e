using System.Text.Json.Nodes;
using Lucarne.Learning.Report;
using Lucarne.Learning.Report.Charts;

namespace Lucarne.Insight.Profiles;

/// <summary>Training pictures of each profile, by class.</summary>
internal static class ProfileClassesChart
{
    public const string Name = "profiles-classes";

    public static JsonObject Draw(ProfileFacts facts, Texts texts, Language language)
    {
        string[] labels = [.. facts.Classes.Select(one => one.Label.In(language))];
        var rows = facts.Profiles.SelectMany(profile => labels.Select((label, c) => new { profile = profile.Key, @class = label, order = c, count = profile.Pictures[LatentPictures.Train][c] }));
        return ChartTheme.Finish(
            $$"""
            { "data": { "values": {{ChartTheme.Rows(rows)}} }, "width": 480, "height": { "step": 26 },
              "mark": { "type": "bar", "cornerRadiusEnd": 2 },
              "encoding": {
                "y": { "field": "profile", "type": "nominal", "sort": null, "title": {{ChartTheme.Quote(texts.Of(language, "profiles.chart.profile"))}}, "axis": { "domain": false, "ticks": false } },
                "x": { "field": "count", "type": "quantitative", "title": {{ChartTheme.Quote(texts.Of(language, "chart.pictures"))}}, "axis": { "domain": false, "tickCount": 6, "tickMinStep": 1, "format": ",d" } },
                "order": { "field": "order", "type": "quantitative" },
                "color": { "field": "class", "type": "nominal", "sort": null, "scale": { "domain": {{ChartTheme.Rows(labels)}}, "range": {{ChartTheme.Colours(labels.Length)}} },
                           "legend": { "orient": "top", "direction": "horizontal", "symbolType": "square" } } } }
            """,
            texts.Of(language, "profiles.chart.classes.title"), null, language);
    }
}
