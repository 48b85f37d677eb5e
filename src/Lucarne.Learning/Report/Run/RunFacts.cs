using System.Globalization;
using System.Text.Json;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Report;

/// <summary>run.json: when, where, with what the run was made; every part may be missing.</summary>
internal sealed record RunFacts
{
    public string? Lucarne { get; init; }
    public string? Recipe { get; init; }
    public string? Seed { get; init; }
    public string? Device { get; init; }
    public string? Threads { get; init; }
    public string? Precision { get; init; }
    public DateTimeOffset? Started { get; init; }
    public DateTimeOffset? Finished { get; init; }
    public IReadOnlyList<KeyValuePair<string, double>> Seconds { get; init; } = [];
    public string? Git { get; init; }
    public string? Status { get; init; }
    public string? Network { get; init; }
    public double? Parameters { get; init; }
    public string? Weights { get; init; }
    public int? Epochs { get; init; }
    public int? BestEpoch { get; init; }
    public IReadOnlyList<LocalText> Notes { get; init; } = [];

    public static RunFacts Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        JsonElement? root = document.RootElement;
        return new()
        {
            Lucarne = root.Text("lucarne"),
            Recipe = root.Text("recipe"),
            Seed = root.Text("seed"),
            Device = root.Text("device"),
            Threads = root.Text("threads"),
            Precision = root.Text("precision"),
            Started = Time(root.Text("started")),
            Finished = Time(root.Text("finished")),
            Seconds = [.. root.Fields("seconds").Where(s => s.Value.Number() is not null).Select(s => KeyValuePair.Create(s.Key, s.Value.Number()!.Value))],
            Git = root.Text("git"),
            Status = root.Text("status"),
            Network = root.Text("network", "name"),
            Parameters = root.Number("network", "parameters"),
            Weights = root.Text("network", "weights"),
            Epochs = root.Whole("epochs"),
            BestEpoch = root.Whole("best_epoch"),
            Notes = root.Both("notes"),
        };
    }

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
