using System.Text.Json;
using Lucarne.Learning.Runs;

namespace Lucarne.Server.Models;

/// <summary>What a run's judgement says, from its metrics.json.</summary>
/// <param name="Count">Test pictures.</param>
/// <param name="Accuracy">A fraction.</param>
/// <param name="Interval">Its 95 % interval.</param>
/// <param name="BalancedAccuracy">Mean of the classes' recalls.</param>
/// <param name="MacroF1">Mean of the classes' F1.</param>
/// <param name="MacroAuc">Mean of the classes' areas under the ROC curve; null where one class has none.</param>
public sealed record ModelFigures(int Count, double Accuracy, (double Low, double High) Interval, double BalancedAccuracy, double MacroF1, double? MacroAuc)
{
    /// <summary>The classes, in the order of <see cref="Confusion"/>.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Pictures by true class and answer.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; } = [];

    /// <summary>Expected calibration error.</summary>
    public double? CalibrationError { get; init; }

    /// <summary>Reads the figures; null where the run was not judged, or says it in a way this version does not know.</summary>
    public static ModelFigures? Read(string run) => ReadMetrics(run, root =>
    {
        var (interval, macro) = (root.GetProperty("accuracy_ci95"), root.GetProperty("macro"));
        return new ModelFigures(
            root.GetProperty("n").GetInt32(),
            root.GetProperty("accuracy").GetDouble(),
            (interval[0].GetDouble(), interval[1].GetDouble()),
            root.GetProperty("balanced_accuracy").GetDouble(),
            macro.GetProperty("f1").GetDouble(),
            Optional(macro, "auc"))
        {
            Classes = [.. root.GetProperty("classes").EnumerateArray().Select(name => name.GetString()!)],
            Confusion = [.. root.GetProperty("confusion_matrix").EnumerateArray().Select(row => (IReadOnlyList<int>)[.. row.EnumerateArray().Select(cell => cell.GetInt32())])],
            CalibrationError = Optional(root, "ece"),
        };
    });

    /// <summary>Reads metrics.json; null where it is missing or says other things than are asked.</summary>
    internal static T? ReadMetrics<T>(string run, Func<JsonElement, T?> read)
        where T : class
    {
        var path = new RunFolder(run).Metrics;
        if (!File.Exists(path)) return null;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or IOException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    internal static double? Optional(JsonElement element, string name) => element.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Number ? found.GetDouble() : null;
}
