using System.Text.Json;
using Lucarne.Learning;
using Lucarne.Learning.Predict;

namespace Lucarne.Insight.Certainty;

/// <summary>certainty.json: what was found out about how sure a run's network is, and the bounds it answers by.</summary>
internal sealed record CertaintyRecord
{
    /// <summary>The version of the weights that answer: the bounds are for no others.</summary>
    public required string Model { get; init; }

    /// <summary>Whether those weights were trained anew on all pictures after the judgement: temperature, sets and decisions are then the judged network's.</summary>
    public required bool Refit { get; init; }

    /// <summary>How often the true class is wanted in a prediction set.</summary>
    public required double Coverage { get; init; }

    /// <summary>The share of pictures of the kind that must not be refused.</summary>
    public required double Keep { get; init; }

    /// <summary>What logits are divided by.</summary>
    public required double Temperature { get; init; }

    /// <summary>What temperature and prediction sets were found with; null in a record made before that was written: the validation part.</summary>
    public CalibrationSource? CalibratedOn { get; init; }

    /// <summary>How well stated confidence and being right agree on the validation part.</summary>
    public required CalibrationFigures? Validation { get; init; }

    /// <summary>The same on the test part.</summary>
    public required CalibrationFigures? Test { get; init; }

    /// <summary>Prediction sets.</summary>
    public required SetFigures Sets { get; init; }

    /// <summary>Refusal of foreign pictures.</summary>
    public required ForeignFigures OutOfDistribution { get; init; }

    /// <summary>What the decisions come to on the test part.</summary>
    public required DecisionFigures Decisions { get; init; }

    public static string PathIn(string run) => System.IO.Path.Combine(run, "certainty.json");

    public void Write(string run) => JsonFile.Write(PathIn(run), this);

    /// <summary>The record of a run; null where there is none.</summary>
    /// <exception cref="PredictException">The file is damaged.</exception>
    public static CertaintyRecord? Read(string run)
    {
        if (!File.Exists(PathIn(run))) return null;
        try
        {
            return JsonSerializer.Deserialize<CertaintyRecord>(File.ReadAllBytes(PathIn(run)), JsonFile.Form) ?? throw new JsonException("it holds null");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new PredictException($"{PathIn(run)} cannot be read ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')}); `lucarne study` makes it anew");
        }
    }
}

/// <summary>What temperature and prediction sets were found with.</summary>
/// <param name="From"><c>validation</c> or <c>cross-validation</c>.</param>
/// <param name="Pictures">Answers to pictures that were not learned from.</param>
/// <param name="Groups">Their groups.</param>
/// <param name="JudgedTemperature">Found without the test part's groups, which a cross-validation holds too: what the test part is judged with.</param>
internal sealed record CalibrationSource(string From, int Pictures, int Groups, double JudgedTemperature);

/// <summary>Calibration on one part, before and after the temperature.</summary>
internal sealed record CalibrationFigures(int Pictures, double NllBefore, double NllAfter, double EceBefore, double EceAfter);

/// <summary>Prediction sets: the rule, what it was taken from, and what it does on the test part.</summary>
/// <param name="Score">The rule's name.</param>
/// <param name="Bound">The largest 1 − p of a class in a set; null: validation has too few groups, and every class is in every set.</param>
/// <param name="Pictures">Pictures that it was taken from, none of them learned from.</param>
/// <param name="Groups">Their groups.</param>
/// <param name="TestCoverage">How often the true class is in the set; null without a test part.</param>
/// <param name="TestMeanSize">Classes in a set on average.</param>
/// <param name="TestCoverageByClass">The coverage of each class's own pictures.</param>
internal sealed record SetFigures(
    string Score, double? Bound, int Pictures, int Groups, double? TestCoverage, double? TestMeanSize, IReadOnlyDictionary<string, double> TestCoverageByClass);

/// <summary>Refusal of foreign pictures: the bounds, and how many of the model's own test pictures pass.</summary>
/// <param name="Threshold">Of the network that answers; null: too few pictures, none is refused for its score.</param>
/// <param name="JudgedThreshold">Of the network that was judged.</param>
/// <param name="Loosening">How much farther validation pictures lie than pictures learned from whose group was left out, 1 or more.</param>
/// <param name="ColourLimit">Beyond this colour a picture is refused.</param>
/// <param name="TestKept">The share of the test part that the judged network does not refuse.</param>
internal sealed record ForeignFigures(double? Threshold, double? JudgedThreshold, double Loosening, double ColourLimit, double? TestKept);

/// <summary>Decisions on the test part.</summary>
/// <param name="Predicted">Pictures with one class left.</param>
/// <param name="PredictedRight">Of these, those whose class is the true one.</param>
/// <param name="Unsure">Pictures with several classes left.</param>
/// <param name="UnsureHolding">Of these, those whose true class is among them.</param>
/// <param name="Refused">Pictures not for this model.</param>
internal sealed record DecisionFigures(int Predicted, int PredictedRight, int Unsure, int UnsureHolding, int Refused);
