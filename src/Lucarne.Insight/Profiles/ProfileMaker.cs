using Lucarne.Insight.Clusters;
using Lucarne.Insight.Features;
using Lucarne.Learning;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Report;

namespace Lucarne.Insight.Profiles;

/// <summary>What profiles are made from.</summary>
/// <param name="Pictures">As the network sees them.</param>
/// <param name="Classes">What a person calls the classes.</param>
/// <param name="Model">The model, with its version.</param>
/// <param name="NetworkSawTest">Whether the network was trained on the test part after its judgement.</param>
/// <param name="Wanted">The number of profiles; null lets the curves choose.</param>
/// <param name="Seed">Of every draw.</param>
/// <param name="Features">Of the pictures, to say in what profiles differ; null where none were computed.</param>
/// <param name="Groups">Which pictures belong together, so that no two of a patient are shown as typical; a picture that is missing is alone.</param>
internal sealed record ProfileRequest(
    LatentPictures Pictures, IReadOnlyList<ProfileClass> Classes, string Model, bool NetworkSawTest, int? Wanted, int Seed, FeatureTable? Features,
    IReadOnlyDictionary<string, string> Groups);

/// <summary>Profiles that were found.</summary>
/// <param name="Facts">What is said of them.</param>
/// <param name="Space">Where a new picture is placed.</param>
/// <param name="Pictures">Every picture in that space.</param>
internal sealed record FoundProfiles(ProfileFacts Facts, LatentSpace Space, IReadOnlyList<PlacedPicture> Pictures)
{
    /// <summary>See <see cref="ProfileNames.Identity"/>.</summary>
    public string Identity => ProfileNames.Identity(Pictures.Where(picture => picture.Part == LatentPictures.Train).Select(picture => (picture.File, picture.Profile)));
}

/// <summary>
/// Finds visual profiles: clusters of the training part's latent vectors, standardised and reduced to principal components. Test and new
/// pictures are placed among them and change nothing.
/// </summary>
internal static class ProfileMaker
{
    /// <summary>The fewest training pictures in which profiles are looked for.</summary>
    public const int FewestPictures = 16;

    private const int MostProfiles = 20;
    private const int Draws = 50;
    private const int Shown = 5;
    private const double ReachPart = 0.99;

    /// <exception cref="DataException">There are too few training pictures, or the network sees all of them alike.</exception>
    public static FoundProfiles Find(ProfileRequest request, Texts texts, CancellationToken cancellation)
    {
        LatentPicture[] train = [.. request.Pictures.All.Where(picture => picture.Part == LatentPictures.Train)];
        Refuse(request, train);
        var space = LatentSpace.Fit([.. train.Select(picture => picture.Vector)]);
        double[][] points = [.. train.Select(picture => space.Place(picture.Vector))];
        if (points[0].Length == 0) throw new DataException($"The network sees all {train.Length} training pictures alike, so that there is nothing to tell profiles by; train it longer.");
        var search = ClusterSearch.Of(points, request.Wanted, request.Seed, cancellation);
        var clustering = LargestFirst(search.Chosen);
        var stability = ClusterStability.Of(points, clustering, Draws, request.Seed, cancellation);
        space = space with { Centres = clustering.Centres };
        PlacedPicture[] placed = [.. request.Pictures.All.Select(picture => PlacedPicture.Of(picture, space.Place(picture.Vector), space.Centres))];
        var facts = new ProfileFacts
        {
            Notice = ProfileWords.Notice(texts),
            Model = request.Model,
            Lucarne = LucarneVersion.Number,
            Classes = request.Classes,
            Seed = request.Seed,
            FittedOn = train.Length,
            NetworkSawTest = request.NetworkSawTest,
            Components = space.Components.Axes.Length,
            Explained = Math.Round(space.Components.Explained.Sum(), 4),
            Trials = search.Trials,
            BySilhouette = search.BySilhouette,
            ByGap = search.ByGap,
            Wanted = search.Wanted,
            Stability = stability,
            Agreement = placed.GroupBy(picture => picture.Part).ToDictionary(part => part.Key, part => PartitionAgreement.Of([.. part.Select(p => p.Profile)], [.. part.Select(p => p.Label)])),
            Profiles = [],
        };
        return new(facts with { Profiles = Describe(request, facts, space, placed, texts) }, space, placed);
    }

    /// <summary>What a profile is called by where it stands: A for the first.</summary>
    public static string Key(int profile) => ((char)('A' + profile)).ToString();

    private static void Refuse(ProfileRequest request, LatentPicture[] train)
    {
        if (train.Length < FewestPictures) throw new DataException($"The run was trained on {train.Length} pictures, where at least {FewestPictures} are needed to look for profiles; train on more.");
        var most = Math.Min(MostProfiles, train.Length / 4);
        if (request.Wanted is { } wanted && (wanted < 2 || wanted > most))
            throw new DataException($"-k asks for {wanted} profiles, where {train.Length} training pictures allow 2 to {most}; give such a number, or auto.");
    }

    private static Clustering LargestFirst(Clustering found)
    {
        int[] order = [.. Enumerable.Range(0, found.Centres.Length).OrderByDescending(k => found.Labels.Count(label => label == k)).ThenBy(k => Array.IndexOf(found.Labels, k))];
        return found with { Centres = [.. order.Select(k => found.Centres[k])], Labels = [.. found.Labels.Select(label => Array.IndexOf(order, label))] };
    }

    private static IReadOnlyList<ProfileFact> Describe(ProfileRequest request, ProfileFacts facts, LatentSpace space, PlacedPicture[] placed, Texts texts)
    {
        var count = space.Centres.Length;
        PlacedPicture[][] own = [.. Enumerable.Range(0, count).Select(k => placed.Where(p => p.Part == LatentPictures.Train && p.Profile == k).OrderBy(p => p.Distance).ToArray())];
        double[] spreads = [.. own.Select(pictures => pictures.Average(p => p.Distance))];
        var plain = Enumerable.Range(0, count).Select(k =>
        {
            var counts = placed.GroupBy(p => p.Part).ToDictionary(part => part.Key, part => request.Classes.Select((_, c) => part.Count(p => p.Profile == k && p.Label == c)).ToArray());
            var trained = counts[LatentPictures.Train];
            var dominant = Array.IndexOf(trained, trained.Max());
            var nearest = Enumerable.Range(0, count).Where(other => other != k).MinBy(other => Points.Distance(space.Centres[k], space.Centres[other]));
            var separation = Points.Distance(space.Centres[k], space.Centres[nearest]) / Math.Max(double.Epsilon, spreads[k] + spreads[nearest]);
            var typical = Apart(own[k], request.Groups, []);
            return new ProfileFact(
                Key(k), counts, dominant, Math.Round((double)trained[dominant] / trained.Sum(), 4), Math.Round(spreads[k], 4),
                Math.Round(own[k][(int)Math.Ceiling(ReachPart * own[k].Length) - 1].Distance, 4), Key(nearest), Math.Round(separation, 3), Math.Round(facts.Stability.Jaccard[k], 4),
                typical, Apart(own[k].OrderBy(p => p.Margin), request.Groups, typical), [], new("", ""));
        }).ToList();
        var different = plain.Select((profile, k) => profile with { Differences = request.Features is null ? [] : ProfileDifferences.Of(k, plain, own, request.Features) }).ToList();
        return [.. different.Select(profile => profile with { Description = ProfileWords.Describe(profile, different, facts, texts) })];
    }

    /// <summary>The first pictures, each of another group and of none that is shown already.</summary>
    private static List<string> Apart(IEnumerable<PlacedPicture> pictures, IReadOnlyDictionary<string, string> groups, IEnumerable<string> shown)
    {
        string Group(string file) => groups.GetValueOrDefault(file, file);
        var taken = shown.Select(Group).ToHashSet(StringComparer.Ordinal);
        return [.. pictures.Select(picture => picture.File).Where(file => taken.Add(Group(file))).Take(Shown)];
    }
}
