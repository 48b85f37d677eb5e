namespace Lucarne.Server.Reading;

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

/// <summary>What was made of one picture: an answer, or why there is none.</summary>
/// <param name="Answer">The answer; null where the picture was refused.</param>
/// <param name="Refusal">One sentence that says why it was refused.</param>
/// <param name="Display">Index among the message's parts of the picture as PNG; null where it was not asked for.</param>
/// <param name="HeatMap">Index of the heat map as a PNG with transparency, of the same size.</param>
internal sealed record PictureReply(ModelAnswer? Answer, string? Refusal, int? Display = null, int? HeatMap = null);

/// <summary>A network's answer for one picture, with how far it can be trusted.</summary>
/// <param name="PredictedClass">The class with the highest probability.</param>
/// <param name="Confidence">Its probability.</param>
/// <param name="Probabilities">One per class; they sum to 1.</param>
/// <param name="Decision">predicted, unsure, not_for_this_model or, for a run that was never calibrated, uncalibrated.</param>
/// <param name="PredictionSet">Classes that the right one is among, as often as the recipe's coverage asks.</param>
/// <param name="OutOfDistribution">How far the picture lies from the training pictures; null where the run does not know.</param>
/// <param name="Neighbours">The nearest training pictures.</param>
internal sealed record ModelAnswer(
    string PredictedClass,
    double Confidence,
    IReadOnlyDictionary<string, double> Probabilities,
    string Decision,
    IReadOnlyList<string> PredictionSet,
    Distance? OutOfDistribution,
    IReadOnlyList<Neighbour> Neighbours);

/// <summary>A distance and what is too far.</summary>
internal sealed record Distance(double Score, double Threshold);

/// <summary>A training picture near the one that was read.</summary>
/// <param name="File">Its name in the training data.</param>
/// <param name="Class">What it shows.</param>
/// <param name="Distance">In latent space.</param>
internal sealed record Neighbour(string File, string Class, double Distance);

/// <summary>A picture's answer together with the pictures made for it.</summary>
internal sealed record PictureResult(ModelAnswer? Answer, string? Refusal, byte[]? Display, byte[]? HeatMap);
