using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lucarne.Learning.Report.Charts;

/// <summary>
/// The one look of all charts. Text and axes take the colour of the text around them (currentColor, black in a file
/// of its own), so that the same chart reads on a light and on a dark page. Series take the colours of Okabe and Ito
/// (2008), which people with any common colour blindness tell apart.
/// </summary>
internal static class ChartTheme
{
    public const string Blue = "#0072B2";
    public const string Orange = "#D55E00";
    public const string Green = "#009E73";

    private static readonly string[] Series =
        [Blue, Orange, Green, "#CC79A7", "#E69F00", "#56B4E9", "#8C6D31", "#999999", "#7F3C8D", "#B8A800"];

    /// <summary>A text as a JSON string, quotes included.</summary>
    public static string Quote(string text) => JsonSerializer.Serialize(text);

    /// <summary>Colours for <paramref name="count"/> series, as a JSON array; they come round again after ten.</summary>
    public static string Colours(int count) =>
        JsonSerializer.Serialize(Enumerable.Range(0, count).Select(i => Series[i % Series.Length]));

    /// <summary>Rows of data as JSON.</summary>
    public static string Rows<T>(IEnumerable<T> rows) => JsonSerializer.Serialize(rows);

    /// <summary>Completes a specification with title and theme.</summary>
    public static JsonObject Finish(string body, string title, string? subtitle, Language language)
    {
        var specification = new JsonObject
        {
            ["$schema"] = "https://vega.github.io/schema/vega-lite/v5.json",
            ["title"] = new JsonObject { ["text"] = title, ["subtitle"] = subtitle is null ? null : new JsonArray(subtitle) },
            ["config"] = JsonNode.Parse(Config(language)),
        };
        foreach (var (key, value) in JsonNode.Parse(body)!.AsObject()) specification[key] = value?.DeepClone();
        return specification;
    }

    private static string Config(Language language) =>
        $$"""
        {
          "background": "#ffffff",
          "padding": 10,
          "font": "DejaVu Sans, Verdana, sans-serif",
          "locale": { "number": {{(language == Language.French
              ? """{ "decimal": ",", "thousands": "\u202f", "grouping": [3], "currency": ["", "\u202f€"], "percent": "\u202f%" }"""
              : """{ "decimal": ".", "thousands": ",", "grouping": [3], "currency": ["$", ""] }""")}} },
          "view": { "stroke": null },
          "title": { "anchor": "start", "frame": "group", "fontSize": 14, "fontWeight": "bold", "color": "currentColor", "offset": 12,
                     "subtitleFontSize": 11.5, "subtitleColor": "currentColor", "subtitlePadding": 5 },
          "axis": { "labelFontSize": 11.5, "titleFontSize": 12, "titleFontWeight": "normal", "titlePadding": 8, "labelPadding": 5,
                    "labelColor": "currentColor", "titleColor": "currentColor", "labelOpacity": 0.85, "labelLimit": 220,
                    "gridColor": "currentColor", "gridOpacity": 0.12, "domainColor": "currentColor", "domainOpacity": 0.4,
                    "tickColor": "currentColor", "tickOpacity": 0.4, "tickSize": 4 },
          "legend": { "labelFontSize": 11.5, "labelColor": "currentColor", "titleColor": "currentColor", "title": null,
                      "symbolStrokeWidth": 3, "labelLimit": 280, "rowPadding": 5 },
          "text": { "color": "currentColor", "fontSize": 11.5 },
          "rule": { "color": "currentColor" },
          "concat": { "spacing": 36 }
        }
        """;
}
