using System.Text.Json.Nodes;

namespace Lucarne.Learning.Report.Charts;

/// <summary>Loss and accuracy over epochs, training and validation, the kept epoch marked.</summary>
internal static class TrainingCurvesChart
{
    public const string Name = "training-curves";

    public static JsonObject Draw(TrainingHistory history, int? bestEpoch, Texts texts, Language language)
    {
        string[] parts = [texts.Of(language, "part.train"), texts.Of(language, "part.validation")];
        var loss = Panel(history, parts, e => (e.TrainLoss, e.ValidationLoss), bestEpoch,
            texts.Of(language, "chart.loss"), "\"zero\": true", "~g", texts, language);
        var accuracy = Panel(history, parts, e => (e.TrainAccuracy, e.ValidationAccuracy), bestEpoch,
            texts.Of(language, "chart.accuracy"), "\"zero\": false, \"nice\": true, \"domainMax\": 1", ".0%", texts, language);
        return ChartTheme.Finish($$"""{ "hconcat": [{{loss}}, {{accuracy}}], "spacing": 40 }""",
            texts.Of(language, "chart.curves.title"), texts.Of(language, "chart.curves.subtitle"), language);
    }

    private static string Panel(
        TrainingHistory history, string[] parts, Func<EpochRow, (double? Train, double? Validation)> figure, int? bestEpoch,
        string axis, string scale, string format, Texts texts, Language language)
    {
        var rows = history.Epochs.SelectMany(e => new[]
        {
            new { epoch = e.Epoch, part = parts[0], value = figure(e).Train },
            new { epoch = e.Epoch, part = parts[1], value = figure(e).Validation },
        }).Where(row => row.value is not null);
        var best = bestEpoch is int epoch
            ? $$"""
              , { "data": { "values": [{ "epoch": {{epoch}} }] }, "mark": { "type": "rule", "strokeDash": [4, 3], "opacity": 0.6 },
                  "encoding": { "x": { "field": "epoch", "type": "quantitative" } } },
                { "data": { "values": [{ "epoch": {{epoch}} }] },
                  "mark": { "type": "text", "align": "{{(epoch > history.Epochs[^1].Epoch / 2.0 ? "right" : "left")}}",
                            "dx": {{(epoch > history.Epochs[^1].Epoch / 2.0 ? -5 : 5)}}, "baseline": "bottom", "fontSize": 11, "dy": -2, "y": 0 },
                  "encoding": { "x": { "field": "epoch", "type": "quantitative" },
                                "text": { "value": {{ChartTheme.Quote(texts.Of(language, "chart.best", epoch))}} } } }
              """
            : "";
        return
            $$"""
            { "width": 320, "height": 230,
              "layer": [
                { "data": { "values": {{ChartTheme.Rows(rows)}} },
                  "mark": { "type": "line", "strokeWidth": 2.2, "point": { "size": 22, "filled": true }, "interpolate": "linear" },
                  "encoding": {
                    "x": { "field": "epoch", "type": "quantitative", "title": {{ChartTheme.Quote(texts.Of(language, "chart.epoch"))}},
                           "scale": { "nice": false, "padding": 8, "zero": false }, "axis": { "tickMinStep": 1, "format": "d", "grid": false, "tickCount": 8 } },
                    "y": { "field": "value", "type": "quantitative", "title": {{ChartTheme.Quote(axis)}}, "scale": { {{scale}} },
                           "axis": { "format": "{{format}}", "tickCount": 6, "domain": false } },
                    "color": { "field": "part", "sort": null,
                      "scale": { "domain": {{ChartTheme.Rows(parts)}}, "range": ["{{ChartTheme.Blue}}", "{{ChartTheme.Orange}}"] },
                      "legend": { "orient": "top", "direction": "horizontal", "symbolType": "stroke", "offset": 14 } } } }
                {{best}}
              ] }
            """;
    }
}
