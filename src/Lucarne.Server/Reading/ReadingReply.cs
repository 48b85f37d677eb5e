using Lucarne.Clinic.Readings;

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

/// <summary>What became of a picture: it was read, or refused in a sentence. Neither where a run was only to be loaded.</summary>
internal sealed record PictureResult(ReadPicture? Read, string? Refusal);
