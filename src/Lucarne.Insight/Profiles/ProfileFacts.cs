using Lucarne.Insight.Clusters;
using Lucarne.Learning.Recipes;

namespace Lucarne.Insight.Profiles;

/// <summary>What profiles.json says: how profiles were found, how far they can be relied on, and each of them.</summary>
internal sealed record ProfileFacts
{
    /// <summary>What stands on every page that shows a prediction.</summary>
    public required LocalText Notice { get; init; }

    /// <summary>The model whose latent space it is: recipe, network, version.</summary>
    public required string Model { get; init; }

    /// <summary>Lucarne's version.</summary>
    public required string Lucarne { get; init; }

    /// <summary>The classes, in the order of the model's answers.</summary>
    public required IReadOnlyList<ProfileClass> Classes { get; init; }

    /// <summary>The seed of every draw.</summary>
    public required int Seed { get; init; }

    /// <summary>Pictures that profiles were fitted on: the training part.</summary>
    public required int FittedOn { get; init; }

    /// <summary>Whether the network that answers was trained on the test part as well, after its judgement: the agreement of test pictures is then no measure.</summary>
    public required bool NetworkSawTest { get; init; }

    /// <summary>Principal components kept.</summary>
    public required int Components { get; init; }

    /// <summary>The part of the variance that they explain.</summary>
    public required double Explained { get; init; }

    /// <summary>The curves from which the number of profiles was taken.</summary>
    public required IReadOnlyList<ClusterTrial> Trials { get; init; }

    /// <summary>The number of the highest silhouette.</summary>
    public required int BySilhouette { get; init; }

    /// <summary>The number that the gap statistic takes; 1 where it sees no clusters at all.</summary>
    public required int ByGap { get; init; }

    /// <summary>Whether a person gave the number.</summary>
    public required bool Wanted { get; init; }

    /// <summary>Whether profiles are found again in pictures drawn anew.</summary>
    public required ClusterStability Stability { get; init; }

    /// <summary>How profiles and classes agree, for each part.</summary>
    public required IReadOnlyDictionary<string, PartitionAgreement> Agreement { get; init; }

    /// <summary>The profiles, the largest first.</summary>
    public required IReadOnlyList<ProfileFact> Profiles { get; init; }
}

/// <summary>A class and what a person calls it.</summary>
internal sealed record ProfileClass(string Name, LocalText Label);

/// <summary>One profile.</summary>
/// <param name="Key">A letter; A is the largest.</param>
/// <param name="Pictures">Pictures of each part, in the order of the classes.</param>
/// <param name="Dominant">Index of its commonest class in the training part.</param>
/// <param name="Purity">That class's part of its training pictures.</param>
/// <param name="Spread">Mean distance of its training pictures to its centre.</param>
/// <param name="Reach">The distance that 99 of 100 of its training pictures do not exceed.</param>
/// <param name="Nearest">The key of the profile whose centre is nearest.</param>
/// <param name="Separation">The distance to that centre over the sum of both spreads: about 1 where they touch.</param>
/// <param name="Jaccard">How well it is found again, see <see cref="ClusterStability.Jaccard"/>.</param>
/// <param name="Typical">Training pictures nearest to the centre.</param>
/// <param name="Border">Training pictures nearest to another profile.</param>
/// <param name="Differences">The features in which it differs most: from the other profile of its class where there is one, else from all other pictures.</param>
/// <param name="Description">In words.</param>
internal sealed record ProfileFact(
    string Key, IReadOnlyDictionary<string, int[]> Pictures, int Dominant, double Purity, double Spread, double Reach, string Nearest, double Separation, double Jaccard,
    IReadOnlyList<string> Typical, IReadOnlyList<string> Border, IReadOnlyList<ProfileDifference> Differences, LocalText Description);

/// <summary>A feature in which a profile differs.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Label">What a person calls it.</param>
/// <param name="Against">The key of the profile it is compared with; null: all other training pictures.</param>
/// <param name="Effect">The difference of the means over the pooled standard deviation (Cohen 1988): 0.8 and more is large.</param>
internal sealed record ProfileDifference(string Feature, LocalText Label, string? Against, double Effect);
