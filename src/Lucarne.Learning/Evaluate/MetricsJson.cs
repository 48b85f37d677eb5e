using System.Text.Encodings.Web;
using System.Text.Json;
using Lucarne.Imaging;

namespace Lucarne.Learning.Evaluate;

/// <summary>metrics.json: snake_case keys, class names as they are, numbers that read back to the same double.</summary>
internal static class MetricsJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Default)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Text(ClassificationMetrics metrics) => JsonSerializer.Serialize(metrics, Options) + "\n";

    public static void Write(string path, ClassificationMetrics metrics) => PlacedFile.Write(path, Text(metrics));

    public static ClassificationMetrics Read(string path)
    {
        try
        {
            var metrics = JsonSerializer.Deserialize<ClassificationMetrics>(File.ReadAllText(path), Options);
            if (metrics is { Task: "classification" }) return metrics;
            throw new EvaluationException(
                $"{path} judges a task '{metrics?.Task}', not 'classification'; give the metrics.json of a classifier's run.");
        }
        catch (JsonException e)
        {
            throw new EvaluationException($"{path} is not a metrics.json of a classifier ({e.Message}); evaluate the run again to write it anew.", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new EvaluationException($"{path} does not exist; evaluate the run first.", e);
        }
    }
}
