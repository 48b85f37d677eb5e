namespace Lucarne.Insight.Neighbours;

/// <summary>The pictures learned from that a network finds most like a picture.</summary>
/// <param name="Cases">Nearest first.</param>
/// <param name="Majority">The class of most of them, the nearer one's where two tie; null where there are none.</param>
/// <param name="Agree">Whether <paramref name="Majority"/> is the predicted class; null where there are none.</param>
/// <param name="LearnedFrom">The file below the data folder that is this very picture, byte for byte, and was learned from: the answer is then no test of
/// the network. It and its group are not among the cases.</param>
public sealed record NearestCases(IReadOnlyList<Neighbour> Cases, string? Majority, bool? Agree, string? LearnedFrom)
{
    /// <summary>No case: the run holds no latent vectors.</summary>
    public static NearestCases None { get; } = new([], null, null, null);
}

/// <summary>A picture learned from.</summary>
/// <param name="File">Its path below the data folder.</param>
/// <param name="Class">Its class, by its name in the recipe.</param>
/// <param name="Distance">Between the latent vectors, each brought to length 1: 0 (the same direction) to 2.</param>
/// <param name="Thumbnail">A small JPEG of it; null where the run holds none.</param>
public sealed record Neighbour(string File, string Class, double Distance, ReadOnlyMemory<byte>? Thumbnail);
