using System.Text.Json.Nodes;

namespace Lucarne.Learning.Report.Charts;

/// <summary>Losses and Dice of each structure over epochs.</summary>
internal static class SegmentationCurvesChart
{
    public const string Name = "training-curves";

    public static JsonObject Draw(TrainingHistory history, IReadOnlyList<(string Name, string Label)> structures, Texts texts, Language language)
    {
        string[] parts = [texts.Of(language, "part.train"), texts.Of(language, "part.validation")];
        var losses = history.Epochs.SelectMany(epoch => new[] { (epoch.Epoch, parts[0], epoch.TrainLoss), (epoch.Epoch, parts[1], epoch.ValidationLoss) });

        // Where nothing was kept for validation, what the network made of its own slices is all there is to show.
        var validated = history.Epochs.Any(epoch => structures.Any(structure => epoch.Dice.ContainsKey($"dice_{structure.Name}")));
        var prefix = validated ? "dice_" : "train_dice_";
        var dice = history.Epochs.SelectMany(epoch => structures.Select(structure => (epoch.Epoch, structure.Label, (double?)epoch.Dice.GetValueOrDefault(prefix + structure.Name, double.NaN))));
        var (left, right) = (
            Panel(losses, parts, texts.Of(language, "chart.loss"), "\"zero\": true", texts, language),
            Panel(dice, [.. structures.Select(structure => structure.Label)], texts.Of(language, validated ? "chart.dice.validation" : "chart.dice.train"), "\"domain\": [0, 1]", texts, language));
        return ChartTheme.Finish($$"""{ "hconcat": [{{left}}, {{right}}], "spacing": 40, "resolve": { "scale": { "color": "independent" } } }""",
            texts.Of(language, "chart.curves.title"), null, language);
    }

    private static string Panel(IEnumerable<(int Epoch, string Series, double? Value)> values, string[] series, string axis, string scale, Texts texts, Language language)
    {
        var rows = values.Where(item => item.Value is { } value && double.IsFinite(value)).Select(item => new { epoch = item.Epoch, series = item.Series, value = item.Value });
        return
            $$"""
            { "width": 320, "height": 240,
              "data": { "values": {{ChartTheme.Rows(rows)}} },
              "mark": { "type": "line", "strokeWidth": 2.2, "point": { "size": 22, "filled": true } },
              "encoding": {
                "x": { "field": "epoch", "type": "quantitative", "title": {{ChartTheme.Quote(texts.Of(language, "chart.epoch"))}},
                       "scale": { "nice": false, "padding": 8, "zero": false }, "axis": { "tickMinStep": 1, "format": "d", "grid": false, "tickCount": 8 } },
                "y": { "field": "value", "type": "quantitative", "title": {{ChartTheme.Quote(axis)}}, "scale": { {{scale}} }, "axis": { "tickCount": 6, "domain": false } },
                "color": { "field": "series", "sort": null, "scale": { "domain": {{ChartTheme.Rows(series)}}, "range": {{ChartTheme.Colours(series.Length)}} },
                  "legend": { "orient": "right", "symbolType": "stroke", "offset": 12 } } } }
            """;
    }
}
