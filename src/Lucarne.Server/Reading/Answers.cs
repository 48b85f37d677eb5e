namespace Lucarne.Server.Reading;

/// <summary>What is to be made of an answer, as messages, findings and the API name it.</summary>
internal static class ReadingDecisions
{
    public const string Predicted = "predicted";
    public const string Unsure = "unsure";
    public const string NotForThisModel = "not_for_this_model";

    /// <summary>The run was made before certainty was measured.</summary>
    public const string Uncalibrated = "uncalibrated";
}

/// <summary>What the reading process is asked for a picture.</summary>
/// <param name="Name">What errors call the picture.</param>
/// <param name="Explain">Whether heat map and the picture for display are wanted as well.</param>
internal sealed record AskedPicture(string Name, bool Explain);

/// <summary>Pictures for one run's network; the message's parts are their bytes, in this order.</summary>
internal sealed record ReadingRequest(string Run, IReadOnlyList<AskedPicture> Pictures);

/// <summary>The answers, in the order of the request.</summary>
/// <param name="Replies">One for each picture.</param>
/// <param name="Fault">Why the run cannot answer at all; null where it can.</param>
internal sealed record ReadingReply(IReadOnlyList<PictureReply> Replies, string? Fault);

/// <summary>What was made of one picture: an answer, or why there is none. Numbers of parts are places among the message's parts.</summary>
/// <param name="Answer">The answer; null where the picture was refused.</param>
/// <param name="Refusal">One sentence that says why it was refused.</param>
internal sealed record PictureReply(ModelAnswer? Answer, string? Refusal)
{
    /// <summary>Part that holds the picture, upright and decoded, as PNG; null where it was not asked for.</summary>
    public int? Display { get; init; }

    /// <summary>Part that holds the heat map, a grey PNG of the picture's size in which white is where the network saw the class.</summary>
    public int? HeatMap { get; init; }

    /// <summary>Parts that hold small JPEGs of the neighbours; null for one without.</summary>
    public IReadOnlyList<int?> Thumbnails { get; init; } = [];

    /// <summary>Columns of the picture.</summary>
    public int? Width { get; init; }

    /// <summary>Rows of the picture.</summary>
    public int? Height { get; init; }
}

/// <summary>A network's answer for one picture, with how far it can be trusted.</summary>
public sealed record ModelAnswer
{
    /// <summary>The class with the highest probability.</summary>
    public required string PredictedClass { get; init; }

    /// <summary>Its probability.</summary>
    public required double Confidence { get; init; }

    /// <summary>One per class; they sum to 1.</summary>
    public required IReadOnlyDictionary<string, double> Probabilities { get; init; }

    /// <summary>predicted, unsure, not_for_this_model, or uncalibrated for a run that does not know how sure it is.</summary>
    public required string Decision { get; init; }

    /// <summary>Classes that the right one is among, as often as the recipe's coverage asks; empty where that was never measured.</summary>
    public IReadOnlyList<string> PredictionSet { get; init; } = [];

    /// <summary>How far the picture lies from the training pictures; null where the run does not know.</summary>
    public ForeignScore? OutOfDistribution { get; init; }

    /// <summary>The nearest training pictures.</summary>
    public IReadOnlyList<SimilarCase> Neighbours { get; init; } = [];

    /// <summary>Whether most of them are of the predicted class; null where there are none.</summary>
    public bool? NeighboursAgree { get; init; }

    /// <summary>Whether this very picture was trained on, so that the answer is no test.</summary>
    public bool WasTrainedOn { get; init; }

    /// <summary>The model's name and version.</summary>
    public required string Model { get; init; }
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

/// <summary>A picture's answer together with the pictures made for it.</summary>
internal sealed record PictureResult(ModelAnswer? Answer, string? Refusal)
{
    public byte[]? Display { get; init; }

    public byte[]? HeatMap { get; init; }

    public IReadOnlyList<byte[]?> Thumbnails { get; init; } = [];

    public int? Width { get; init; }

    public int? Height { get; init; }
}
