using Lucarne.Insight.Clusters;

namespace Lucarne.Insight.Profiles;

/// <summary>A picture in the space of the profiles.</summary>
/// <param name="File">Path below the data folder.</param>
/// <param name="Part">train, test or new.</param>
/// <param name="Label">Index of its class.</param>
/// <param name="Coordinates">Along the principal components, [C].</param>
/// <param name="Profile">Index of the profile whose centre is nearest.</param>
/// <param name="Distance">To that centre.</param>
/// <param name="Next">Index of the next nearest.</param>
/// <param name="NextDistance">To that one.</param>
internal sealed record PlacedPicture(string File, string Part, int Label, double[] Coordinates, int Profile, double Distance, int Next, double NextDistance)
{
    /// <summary>How far it is from lying between two profiles: 0 there, 1 at a centre.</summary>
    public double Margin => NextDistance > 0 ? 1 - (Distance / NextDistance) : 0;

    public static PlacedPicture Of(LatentPicture picture, double[] coordinates, double[][] centres)
    {
        double[] distances = [.. centres.Select(centre => Points.Distance(coordinates, centre))];
        int[] order = [.. Enumerable.Range(0, distances.Length).OrderBy(k => distances[k])];
        var (own, next) = (order[0], order[Math.Min(1, order.Length - 1)]);
        return new(picture.File, picture.Part, picture.Label, coordinates, own, distances[own], next, distances[next]);
    }
}
