using Lucarne.Clinic.Findings;
using Lucarne.Insight;
using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Readings;

/// <summary>A network's answer for one picture, with how far it can be trusted, as findings keep it and programs are told.</summary>
public sealed record ModelAnswer
{
    /// <summary>The class with the highest probability.</summary>
    public required string PredictedClass { get; init; }

    /// <summary>Its probability.</summary>
    public required double Confidence { get; init; }

    /// <summary>One per class; they sum to 1.</summary>
    public required IReadOnlyDictionary<string, double> Probabilities { get; init; }

    /// <summary>One of <see cref="AnswerDecisions"/>.</summary>
    public required string Decision { get; init; }

    /// <summary>Classes that the right one is among, as often as the recipe's coverage asks; empty where that was never measured.</summary>
    public IReadOnlyList<string> PredictionSet { get; init; } = [];

    /// <summary>How often the right class is wanted among them, 0 to 1; null where that was never measured.</summary>
    public double? Coverage { get; init; }

    /// <summary>How far the picture lies from the training pictures; null where the run does not know.</summary>
    public ForeignScore? OutOfDistribution { get; init; }

    /// <summary>The nearest training pictures.</summary>
    public IReadOnlyList<SimilarCase> Neighbours { get; init; } = [];

    /// <summary>Whether most of them are of the predicted class; null where there are none.</summary>
    public bool? NeighboursAgree { get; init; }

    /// <summary>Whether this very picture was trained on, so that the answer is no test.</summary>
    public bool WasTrainedOn { get; init; }

    /// <summary>The visual profile that it is nearest to; null where the run has none, or no class may be named.</summary>
    public NearestProfile? Profile { get; init; }

    /// <summary>The model's name and version.</summary>
    public required string Model { get; init; }

    /// <summary>The decision in words that a doctor reads; null in answers of earlier versions of Lucarne.</summary>
    public LocalText? Sentence { get; init; }

    /// <summary>A help to the doctor, never a diagnosis; null in answers of earlier versions of Lucarne.</summary>
    public LocalText? Notice { get; init; }

    /// <summary>The answer of a reading.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="coverage">How often the right class is wanted in the prediction set.</param>
    public static ModelAnswer Of(PictureReading reading, double? coverage)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return new ModelAnswer
        {
            PredictedClass = reading.PredictedClass,
            Confidence = reading.Confidence,
            Probabilities = reading.Probabilities,
            Decision = AnswerDecisions.Of(reading.Decision),
            PredictionSet = reading.PredictionSet,
            Coverage = coverage,
            OutOfDistribution = reading.OutOfDistribution is { } foreign ? new ForeignScore(foreign.Score, foreign.Threshold) : null,
            Neighbours = [.. reading.Nearest.Cases.Select(near => new SimilarCase(near.File, near.Class, near.Distance))],
            NeighboursAgree = reading.Nearest.Agree,
            WasTrainedOn = reading.Nearest.LearnedFrom is not null,
            Profile = reading.Profile is { } placed ? new NearestProfile(placed.Profile.Key, placed.Profile.Name, placed.Profile.Description, placed.Next.Name, placed.BetweenTwo, placed.FarFromAll) : null,
            Model = reading.Model,
            Sentence = reading.Sentence,
            Notice = reading.Notice,
        };
    }

    /// <summary>The answer that a finding keeps; made from the finding's own columns where it keeps none, as one of a segmentation.</summary>
    public static ModelAnswer Of(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (finding.CertaintyJson is { } json && JsonForm.ReadOrNull<ModelAnswer>(json) is { } kept) return kept;
        return new ModelAnswer
        {
            PredictedClass = finding.PredictedClass ?? "",
            Confidence = finding.Confidence ?? 0,
            Probabilities = finding.Probabilities,
            Decision = AnswerDecisions.Of(finding.Decision),
            PredictionSet = finding.PredictionSet,
            Model = $"{finding.ModelName}, {finding.ModelVersion}",
        };
    }
}

/// <summary>How foreign a picture is, and what is too foreign.</summary>
/// <param name="Score">About 1 for pictures of the kind.</param>
/// <param name="Threshold">From here on no class is named.</param>
public sealed record ForeignScore(double Score, double Threshold);

/// <summary>A training picture near the one that was read.</summary>
/// <param name="File">Its name in the training data.</param>
/// <param name="Class">What it shows.</param>
/// <param name="Distance">In latent space.</param>
public sealed record SimilarCase(string File, string Class, double Distance);

/// <summary>The visual profile nearest to a picture: pictures that the network sees alike. It says what pictures look like, never how a disease will go.</summary>
/// <param name="Key">Its letter.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Description">In a few sentences.</param>
/// <param name="Next">The next nearest.</param>
/// <param name="BetweenTwo">Whether both are about as near.</param>
/// <param name="FarFromAll">Whether no profile describes the picture well.</param>
public sealed record NearestProfile(string Key, LocalText Name, LocalText Description, LocalText Next, bool BetweenTwo, bool FarFromAll);
