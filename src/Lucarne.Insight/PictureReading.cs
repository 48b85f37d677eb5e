using Lucarne.Insight.Certainty;
using Lucarne.Insight.Neighbours;
using Lucarne.Insight.Profiles;
using Lucarne.Learning.Recipes;

namespace Lucarne.Insight;

/// <summary>What a run's network says of one picture, and how far to believe it.</summary>
public sealed record PictureReading
{
    /// <summary>The picture's name, as it was given.</summary>
    public required string File { get; init; }

    /// <summary>The class with the highest probability, by its name in the recipe. To be shown only as far as <see cref="Decision"/> goes.</summary>
    public required string PredictedClass { get; init; }

    /// <summary>Its probability.</summary>
    public required double Confidence { get; init; }

    /// <summary>One per class, in the order of the run's classes; they sum to 1. Calibrated where the run knows how sure it is
    /// (<see cref="Reader.KnowsCertainty"/>), else as the network gave them.</summary>
    public required IReadOnlyDictionary<string, double> Probabilities { get; init; }

    /// <summary>What is to be made of it.</summary>
    public required Decision Decision { get; init; }

    /// <summary>The classes that the picture may belong to, most probable first, so chosen that over many pictures the true class is among them as often as
    /// the recipe asks (<c>certainty.coverage</c>); empty where that was never measured.</summary>
    public IReadOnlyList<string> PredictionSet { get; init; } = [];

    /// <summary>How foreign the picture is to the model; null where that was never measured.</summary>
    public OutOfDistribution? OutOfDistribution { get; init; }

    /// <summary>The pictures learned from that the network finds most alike, nearest first.</summary>
    public NearestCases Nearest { get; init; } = NearestCases.None;

    /// <summary>Where it lies among the run's visual profiles; null where the run has none, or no class may be named.</summary>
    public ProfileAssignment? Profile { get; init; }

    /// <summary>The model's name and version.</summary>
    public required string Model { get; init; }

    /// <summary>The decision in words that a doctor reads.</summary>
    public required LocalText Sentence { get; init; }

    /// <summary>A help to the doctor, never a diagnosis; with the model's version.</summary>
    public required LocalText Notice { get; init; }
}

/// <summary>What is to be made of a reading.</summary>
public enum Decision
{
    /// <summary>One class is left.</summary>
    Predicted,

    /// <summary>Several classes remain possible at the coverage that the recipe asks for.</summary>
    Unsure,

    /// <summary>The picture is unlike those that the model was trained on: no class is to be shown.</summary>
    NotForThisModel,

    /// <summary>The run was made before certainty was measured: the class is the network's, how sure it is nobody knows.</summary>
    CertaintyUnknown,
}

/// <summary>What was made of one of several pictures.</summary>
/// <param name="Reading">What the network says of it; null where it was refused.</param>
/// <param name="Refusal">Why it could not be read, in one sentence; null where it was.</param>
public sealed record ReadOrRefused(PictureReading? Reading, string? Refusal);
