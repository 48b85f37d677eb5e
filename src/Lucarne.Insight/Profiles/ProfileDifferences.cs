using Lucarne.Insight.Features;

namespace Lucarne.Insight.Profiles;

/// <summary>In which features a profile's pictures differ.</summary>
internal static class ProfileDifferences
{
    private const int Named = 3;

    // Below half a pooled standard deviation a difference is not worth a doctor's word (Cohen 1988 calls 0.5 medium).
    private const double Least = 0.5;

    /// <summary>The largest differences of one profile, of features that have a name a doctor reads: from the nearest other profile of its
    /// class where there is one, else from all other training pictures.</summary>
    /// <param name="profile">Its index.</param>
    /// <param name="profiles">All of them.</param>
    /// <param name="pictures">The training pictures of each.</param>
    /// <param name="features">Of the pictures.</param>
    public static IReadOnlyList<ProfileDifference> Of(int profile, IReadOnlyList<ProfileFact> profiles, PlacedPicture[][] pictures, FeatureTable features)
    {
        var rows = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var row in features.Rows) rows.TryAdd(row.File, row.Values);
        int[] same = [.. Enumerable.Range(0, profiles.Count).Where(other => other != profile && profiles[other].Dominant == profiles[profile].Dominant)];
        int? rival = same.Length == 0 ? null : same.OrderByDescending(other => profiles[other].Key == profiles[profile].Nearest).ThenBy(other => other).First();
        double[][] own = Rows(pictures[profile]);
        double[][] others = Rows(rival is { } one ? pictures[one] : pictures.Where((_, k) => k != profile).SelectMany(p => p));
        if (own.Length < 2 || others.Length < 2) return [];
        return [.. features.Names.Index().Where(feature => FeatureWords.Knows(feature.Item))
            .Select(feature => (feature.Item, Effect: Effect(own, others, feature.Index)))
            .Where(feature => Math.Abs(feature.Effect) >= Least).OrderByDescending(feature => Math.Abs(feature.Effect)).Take(Named)
            .Select(feature => new ProfileDifference(feature.Item, FeatureWords.Label(feature.Item), rival is { } k ? profiles[k].Key : null, Math.Round(feature.Effect, 3)))];

        double[][] Rows(IEnumerable<PlacedPicture> some) => [.. some.Select(picture => rows.GetValueOrDefault(picture.File)).OfType<double[]>()];
    }

    /// <summary>The difference of two means over the pooled standard deviation; 0 where nothing varies.</summary>
    internal static double Effect(double[][] own, double[][] others, int feature)
    {
        double[] first = [.. own.Select(row => row[feature]).Where(double.IsFinite)];
        double[] second = [.. others.Select(row => row[feature]).Where(double.IsFinite)];
        if (first.Length < 2 || second.Length < 2) return 0;
        static double Squares(double[] values) => values.Sum(value => (value - values.Average()) * (value - values.Average()));
        var pooled = Math.Sqrt((Squares(first) + Squares(second)) / (first.Length + second.Length - 2));
        return pooled > 1e-12 ? (first.Average() - second.Average()) / pooled : 0;
    }
}
