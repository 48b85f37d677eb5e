namespace Lucarne.Learning.Report.Charts;

/// <summary>The square from 0 to 1 that ROC and precision-recall curves are drawn in.</summary>
internal static class CurvePanel
{
    // More names than this hide the curves when the legend lies inside the square.
    private const int LegendInside = 4;

    public static string Body<T>(
        IEnumerable<T> rows, string[] series, string xTitle, string yTitle, string corner, string interpolate, string under) =>
        $$"""
        {
          "width": 330, "height": 330,
          "layer": [
            {{under}}
            { "data": { "values": {{ChartTheme.Rows(rows)}} },
              "mark": { "type": "line", "strokeWidth": 2.2, "interpolate": "{{interpolate}}", "clip": false },
              "encoding": {
                "x": { "field": "x", "type": "quantitative", "title": {{ChartTheme.Quote(xTitle)}}, "scale": { "domain": [0, 1] }, "axis": { "tickCount": 5, "format": ".1~f" } },
                "y": { "field": "y", "type": "quantitative", "title": {{ChartTheme.Quote(yTitle)}}, "scale": { "domain": [0, 1] }, "axis": { "tickCount": 5, "format": ".1~f" } },
                "order": { "field": "i", "type": "quantitative" },
                "color": { "field": "series", "sort": null, "scale": { "domain": {{ChartTheme.Rows(series)}}, "range": {{ChartTheme.Colours(series.Length)}} },
                           "legend": { "orient": "{{(series.Length > LegendInside ? "right" : corner)}}", "symbolType": "stroke", "offset": 12 } } } }
          ]
        }
        """;
}
