using Lucarne.Learning.Folders;
using Lucarne.Learning.Recipes;

namespace Lucarne.Insight.Profiles;

/// <summary>A visual profile: pictures that a network sees alike. It says what pictures look like, never how a disease will go.</summary>
/// <param name="Key">A letter.</param>
/// <param name="Name">What people call it, in both languages.</param>
/// <param name="Description">In a few sentences.</param>
/// <param name="DominantClass">The commonest class of its training pictures.</param>
/// <param name="Purity">That class's part of them, 0 to 1.</param>
public sealed record VisualProfile(string Key, LocalText Name, LocalText Description, string DominantClass, double Purity);

/// <summary>Where a picture lies among the profiles.</summary>
/// <param name="Profile">The profile whose centre is nearest.</param>
/// <param name="Distance">To that centre, in the space of the principal components.</param>
/// <param name="Next">The next nearest.</param>
/// <param name="NextDistance">To its centre.</param>
/// <param name="BetweenTwo">Whether both are about as near, so that neither is sure.</param>
/// <param name="FarFromAll">Whether it lies farther from the centre than 99 of 100 of the profile's training pictures: no profile describes it well.</param>
public sealed record ProfileAssignment(VisualProfile Profile, double Distance, VisualProfile Next, double NextDistance, bool BetweenTwo, bool FarFromAll);

/// <summary>The visual profiles of a run, ready to assign pictures. Never changes; safe to use from several threads.</summary>
public sealed class VisualProfiles
{
    // Within a tenth of the other distance neither profile is the nearer one in any sense a person would see.
    private const double Between = 0.1;

    private readonly ProfileFacts _facts;
    private readonly LatentSpace _space;

    private VisualProfiles(ProfileFacts facts, LatentSpace space, IReadOnlyList<VisualProfile> profiles) => (_facts, _space, Profiles) = (facts, space, profiles);

    /// <summary>The profiles, the largest first.</summary>
    public IReadOnlyList<VisualProfile> Profiles { get; }

    /// <summary>The length of the latent vectors that can be assigned.</summary>
    public int EmbeddingSize => _space.Scale.Means.Length;

    /// <summary>Whether a run, or a folder that <c>lucarne cluster</c> wrote, holds profiles.</summary>
    public static bool AreIn(string folder) => FilesIn(folder) is not null;

    /// <summary>Reads the profiles of a run, or of a folder that <c>lucarne cluster</c> wrote.</summary>
    /// <exception cref="DataException">There are none, or they cannot be read.</exception>
    public static VisualProfiles Read(string folder)
    {
        var files = FilesIn(folder) ?? throw new DataException($"'{folder}' holds no visual profiles; make them with `lucarne cluster RUN --out DIR`.");
        var facts = files.ReadFacts();
        var space = LatentSpace.Read(files.Space);
        if (space.Centres.Length != facts.Profiles.Count) throw new DataException($"'{files.Space}' holds {space.Centres.Length} profiles and '{files.Facts}' {facts.Profiles.Count}; run `lucarne cluster` again.");
        var names = File.Exists(files.Names) ? ProfileNames.Read(files.Names).Names : new Dictionary<string, LocalText>();
        return new(facts, space, [.. facts.Profiles.Select(profile => new VisualProfile(
            profile.Key, names.GetValueOrDefault(profile.Key) ?? new(profile.Key, profile.Key), profile.Description, facts.Classes[profile.Dominant].Name, profile.Purity))]);
    }

    /// <summary>Assigns a picture by its latent vector [D].</summary>
    /// <exception cref="DataException">The vector is not as long as those of the network that the profiles were found with.</exception>
    public ProfileAssignment Assign(IReadOnlyList<float> embedding)
    {
        ArgumentNullException.ThrowIfNull(embedding);
        if (embedding.Count != EmbeddingSize)
            throw new DataException($"The latent vector has {embedding.Count} values, where these profiles' network gives {EmbeddingSize}; use profiles and network of the same run.");
        var placed = PlacedPicture.Of(new("", LatentPictures.New, 0, []), _space.Place([.. embedding.Select(value => (double)value)]), _space.Centres);
        return new(Profiles[placed.Profile], placed.Distance, Profiles[placed.Next], placed.NextDistance, placed.Margin < Between, placed.Distance > _facts.Profiles[placed.Profile].Reach);
    }

    private static ProfileFiles? FilesIn(string folder)
    {
        ProfileFiles[] places = [new(Path.Combine(folder, ProfileFiles.InRun)), new(folder)];
        return places.FirstOrDefault(files => files.Exist);
    }
}
