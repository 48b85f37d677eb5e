using System.Text.Json.Nodes;

namespace Lucarne.Learning.Report.Charts;

/// <summary>The learning rate of each epoch, on a logarithmic axis.</summary>
internal static class LearningRateChart
{
    public const string Name = "learning-rate";

    public static JsonObject Draw(TrainingHistory history, Texts texts, Language language)
    {
        var rows = history.Epochs.Where(e => e.LearningRate > 0).Select(e => new { epoch = e.Epoch, rate = e.LearningRate });
        return ChartTheme.Finish(
            $$"""
            {
              "data": { "values": {{ChartTheme.Rows(rows)}} }, "width": 420, "height": 150,
              "mark": { "type": "line", "interpolate": "step", "strokeWidth": 2.2, "color": "{{ChartTheme.Green}}" },
              "encoding": {
                "x": { "field": "epoch", "type": "quantitative", "title": {{ChartTheme.Quote(texts.Of(language, "chart.epoch"))}},
                       "scale": { "nice": false, "padding": 8, "zero": false }, "axis": { "tickMinStep": 1, "format": "d", "grid": false, "tickCount": 10 } },
                "y": { "field": "rate", "type": "quantitative", "title": {{ChartTheme.Quote(texts.Of(language, "chart.rate"))}},
                       "scale": { "type": "log", "nice": true }, "axis": { "format": ".0e", "tickCount": 3, "domain": false, "grid": false } }
              }
            }
            """,
            texts.Of(language, "chart.rate.title"), null, language);
    }
}
