using System.Text.Json.Nodes;
using Lucarne.Learning.Report;
using Lucarne.Learning.Report.Charts;

namespace Lucarne.Insight.Profiles;

/// <summary>Pictures along the first two principal components: colour says the profile, shape the class, hollow marks were not fitted on.</summary>
internal static class ProfileMapChart
{
    public const string Name = "profiles-map";

    // Beyond this a mark hides its neighbours and the file grows.
    private const int MostPoints = 1500;

    public static JsonObject Draw(ProfileFacts facts, IReadOnlyList<AssignedPicture> pictures, Texts texts, Language language)
    {
        var labels = facts.Classes.ToDictionary(one => one.Name, one => one.Label.In(language), StringComparer.Ordinal);
        var step = Math.Max(1, (pictures.Count + MostPoints - 1) / MostPoints);
        var rows = pictures.Where((_, i) => i % step == 0).Select(picture => new
        {
            x = Math.Round(picture.First, 3),
            y = Math.Round(picture.Second, 3),
            profile = picture.Profile,
            @class = labels.GetValueOrDefault(picture.Class, picture.Class),
            fitted = picture.Part == LatentPictures.Train,
        });
        var centres = pictures.Where(picture => picture.Part == LatentPictures.Train).GroupBy(picture => picture.Profile)
            .Select(group => new { x = Math.Round(group.Average(p => p.First), 3), y = Math.Round(group.Average(p => p.Second), 3), profile = group.Key });
        string[] keys = [.. facts.Profiles.Select(profile => profile.Key)];
        return ChartTheme.Finish(
            $$"""
            { "width": 480, "height": 360,
              "encoding": {
                "x": { "field": "x", "type": "quantitative", "title": {{ChartTheme.Quote(texts.Of(language, "profiles.chart.first"))}}, "axis": { "tickCount": 6 }, "scale": { "zero": false } },
                "y": { "field": "y", "type": "quantitative", "title": {{ChartTheme.Quote(texts.Of(language, "profiles.chart.second"))}}, "axis": { "tickCount": 6 }, "scale": { "zero": false } } },
              "layer": [
                { "data": { "values": {{ChartTheme.Rows(rows)}} },
                  "mark": { "type": "point", "size": 46, "strokeWidth": 1.4, "aria": false },
                  "encoding": {
                    "color": { "field": "profile", "type": "nominal", "sort": null, "scale": { "domain": {{ChartTheme.Rows(keys)}}, "range": {{ChartTheme.Colours(keys.Length)}} },
                               "legend": { "title": {{ChartTheme.Quote(texts.Of(language, "profiles.chart.profile"))}}, "symbolType": "circle" } },
                    "shape": { "field": "class", "type": "nominal", "sort": null, "scale": { "domain": {{ChartTheme.Rows(facts.Classes.Select(one => one.Label.In(language)))}} },
                               "legend": { "title": {{ChartTheme.Quote(texts.Of(language, "table.class"))}} } },
                    "fillOpacity": { "condition": { "test": "datum.fitted", "value": 0.55 }, "value": 0 },
                    "fill": { "field": "profile", "type": "nominal", "sort": null, "scale": { "domain": {{ChartTheme.Rows(keys)}}, "range": {{ChartTheme.Colours(keys.Length)}} }, "legend": null } } },
                { "data": { "values": {{ChartTheme.Rows(centres)}} },
                  "mark": { "type": "text", "fontSize": 20, "fontWeight": "bold", "stroke": "#ffffff", "strokeWidth": 4, "strokeOpacity": 0.85 }, "encoding": { "text": { "field": "profile" } } },
                { "data": { "values": {{ChartTheme.Rows(centres)}} },
                  "mark": { "type": "text", "fontSize": 20, "fontWeight": "bold", "color": "#111111" }, "encoding": { "text": { "field": "profile" } } }
              ] }
            """,
            texts.Of(language, "profiles.chart.map.title"), texts.Of(language, "profiles.chart.map.subtitle"), language);
    }
}
