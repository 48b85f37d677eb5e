using System.Text.Json;
using System.Text.Json.Serialization;
using Lucarne.Insight;
using Lucarne.Learning;

namespace Lucarne.Cli.Commands.Pictures;

/// <summary>A reading as JSON. Its first four fields are what predictions have always had; probabilities are calibrated where the run can.</summary>
internal sealed record ReadingForm(
    string File, string PredictedClass, double Confidence, IReadOnlyDictionary<string, double> Probabilities,
    bool Calibrated, string Decision, IReadOnlyList<string> PredictionSet, double? Coverage, OutOfDistributionForm? OutOfDistribution,
    IReadOnlyList<NeighbourForm> Neighbours, bool? NeighboursAgree, string? LearnedFrom,
    IReadOnlyDictionary<string, string> Sentence, IReadOnlyDictionary<string, string> Notice, string Model)
{
    /// <summary>What the heat map explains and where it lies; absent where none was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExplanationForm? Explanation { get; init; }

    /// <summary>What the recipe's rules recommend; absent where it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RecommendationForm? Recommendation { get; init; }

    /// <summary>Of several models, whether this one reads the picture's kind; false: none does, and the reading says what the picture shows. Absent where a model was named.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Fits { get; init; }

    public static ReadingForm Of(PictureReading reading, Reader reader) => new(
        reading.File, reading.PredictedClass, reading.Confidence, reading.Probabilities, reader.KnowsCertainty, Name(reading.Decision),
        reading.PredictionSet, reader.Coverage, OutOfDistributionForm.Of(reading.OutOfDistribution),
        [.. reading.Nearest.Cases.Select(one => new NeighbourForm(one.File, one.Class, one.Distance))], reading.Nearest.Agree, reading.Nearest.LearnedFrom,
        Both(reading.Sentence), Both(reading.Notice), reading.Model);

    /// <summary>The document that <c>--json</c> prints.</summary>
    public static string Document(IEnumerable<ReadingForm> readings) => JsonSerializer.Serialize(readings, JsonFile.Form);

    private static string Name(Decision decision) => JsonNamingPolicy.SnakeCaseLower.ConvertName(decision.ToString());

    private static Dictionary<string, string> Both(Learning.Recipes.LocalText text) => new() { ["en"] = text.En, ["fr"] = text.Fr };
}

/// <summary>How foreign a picture is. A threshold that was never measured is absent: JSON has no infinity.</summary>
internal sealed record OutOfDistributionForm(double Score, double? Threshold, double Colour, double ColourLimit, bool Refused)
{
    public static OutOfDistributionForm? Of(Insight.Certainty.OutOfDistribution? foreign) => foreign is null
        ? null
        : new(foreign.Score, double.IsFinite(foreign.Threshold) ? foreign.Threshold : null, foreign.Colour, foreign.ColourLimit, foreign.IsRefused);
}

/// <summary>A similar case.</summary>
internal sealed record NeighbourForm(string File, string Class, double Distance);

/// <summary>A heat map: the class it explains, how it was found, and the file it was written to.</summary>
internal sealed record ExplanationForm(string? Class, string Method, string? HeatMap, string? NeighboursSheet);
