using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Split;

/// <summary>Who is trained on and who is kept apart. Files are paths below the data folder, sorted; every file is in exactly one part
/// and no group is in two.</summary>
public sealed record DataSplit
{
    /// <summary>The seed of the draw.</summary>
    public required int Seed { get; init; }

    /// <summary>What the network learns from.</summary>
    public required ValueList<string> Train { get; init; }

    /// <summary>What chooses the best epoch.</summary>
    public required ValueList<string> Validation { get; init; }

    /// <summary>What is kept apart until the end.</summary>
    public required ValueList<string> Test { get; init; }

    /// <summary>The group of every file, sorted by file.</summary>
    public required ValueList<KeyValuePair<string, string>> Groups { get; init; }

    /// <summary>What a person should know about this split: a class that a part lacks, a part far from its size. Not written to
    /// split.json.</summary>
    public ValueList<LocalText> Warnings { get; init; } = [];
}
