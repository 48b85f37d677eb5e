using Lucarne.Insight.Neighbours;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Predict;

namespace Lucarne.Insight.Profiles;

/// <summary>A picture of a run on the map of its visual profiles.</summary>
/// <param name="File">Path below the data folder.</param>
/// <param name="Part">train or test.</param>
/// <param name="Class">What it shows.</param>
/// <param name="Profile">The key of its profile.</param>
/// <param name="X">Along the first principal component of the latent space.</param>
/// <param name="Y">Along the second.</param>
public sealed record ProfilePoint(string File, string Part, string Class, string Profile, double X, double Y);

/// <summary>A profile on the map.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Pictures">Pictures of the run in it.</param>
/// <param name="Typical">Places among the map's points of training pictures nearest to its centre.</param>
public sealed record MappedProfile(VisualProfile Profile, int Pictures, IReadOnlyList<int> Typical);

/// <summary>The visual profiles of a run as a map: every picture by its first two principal components.</summary>
public sealed class ProfileMap
{
    private readonly string _run;

    private ProfileMap(string run, IReadOnlyList<ProfilePoint> points, IReadOnlyList<MappedProfile> profiles, double explained) => (_run, Points, Profiles, Explained) = (run, points, profiles, explained);

    /// <summary>The pictures.</summary>
    public IReadOnlyList<ProfilePoint> Points { get; }

    /// <summary>The profiles, the largest first.</summary>
    public IReadOnlyList<MappedProfile> Profiles { get; }

    /// <summary>The part of the variance that all components kept explain; the map shows two of them.</summary>
    public double Explained { get; }

    /// <summary>Reads a run's map; null where it has none.</summary>
    /// <exception cref="DataException">Its files are damaged.</exception>
    public static ProfileMap? Read(string run)
    {
        if (!VisualProfiles.AreIn(run)) return null;
        var files = new ProfileFiles(Path.Combine(run, ProfileFiles.InRun));
        if (!files.Exist) return null;
        var facts = files.ReadFacts();
        ProfilePoint[] points = [.. files.ReadAssignments().Select(row => new ProfilePoint(row.File, row.Part, row.Class, row.Profile, row.First, row.Second))];
        var places = points.Index().GroupBy(point => point.Item.File, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Index, StringComparer.Ordinal);
        var profiles = VisualProfiles.Read(run).Profiles.Zip(facts.Profiles, (profile, fact) => new MappedProfile(
            profile, points.Count(point => point.Profile == profile.Key), [.. fact.Typical.Where(places.ContainsKey).Select(file => places[file])]));
        return new(run, points, [.. profiles], facts.Explained);
    }

    /// <summary>A small JPEG of a picture; null where the run keeps none.</summary>
    /// <param name="point">Its place among <see cref="Points"/>.</param>
    /// <exception cref="PredictException">The archive of small pictures is damaged.</exception>
    public byte[]? Thumbnail(int point)
    {
        using var thumbnails = new Thumbnails(_run);
        return thumbnails.Of(Points[point].File)?.ToArray();
    }
}
