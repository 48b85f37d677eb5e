using System.Text.Json;
using Lucarne.Learning;
using Lucarne.Learning.Folders;

namespace Lucarne.Insight.Preparation;

/// <summary>What features.json says: which features were kept and why others were not, and what the kept ones show. All of it was fitted on the training part.</summary>
internal sealed record PreparationFacts
{
    /// <summary>Training pictures.</summary>
    public required int FittedOn { get; init; }

    /// <summary>Features that were computed.</summary>
    public required int Computed { get; init; }

    /// <summary>Those that were kept, with what standardises them.</summary>
    public required IReadOnlyList<KeptFeature> Kept { get; init; }

    /// <summary>Those that were dropped, and why.</summary>
    public required IReadOnlyList<DroppedFeature> Dropped { get; init; }

    /// <summary>How much each says of the class.</summary>
    public required FeatureRanking Ranking { get; init; }

    /// <summary>The part of the variance of the pictures' own features that each principal component explains.</summary>
    public required IReadOnlyList<double> Explained { get; init; }

    /// <summary>Groups of features that say much the same: mean absolute correlation of at least 0.7 between their members.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Alike { get; init; }

    public void Write(string path) => JsonFile.Write(path, this);

    /// <exception cref="DataException">The file is missing or is not what <see cref="Write"/> wrote.</exception>
    public static PreparationFacts Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<PreparationFacts>(File.ReadAllBytes(path), JsonFile.Form) ?? throw new JsonException("it holds null");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new DataException($"'{path}' cannot be read ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')}); train again to have it made anew.", error);
        }
    }
}

/// <summary>A feature that is used.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Mean">Of the training part.</param>
/// <param name="Deviation">Of the training part.</param>
/// <param name="Median">What stands for a missing value.</param>
/// <param name="Loadings">Its weight in the first principal components; empty for the network's own coordinates, which take no part in them.</param>
internal sealed record KeptFeature(string Name, double Mean, double Deviation, double Median, IReadOnlyList<double> Loadings);
