using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging;

/// <summary>Which slices of a patient are worth a figure.</summary>
public static class FigureSlices
{
    /// <summary>
    /// The slices that show the most different labels, and among these the most voxels; no two nearer to each other than a
    /// twelfth of the slices that show any.
    /// </summary>
    /// <param name="map">A label map, [K, J, I].</param>
    /// <param name="count">How many are wanted; fewer are answered where the map has fewer.</param>
    /// <returns>Slice numbers k, in the order of the slices.</returns>
    public static IReadOnlyList<int> Choose(Volume<byte> map, int count)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var shown = Enumerable.Range(0, map.Geometry.Slices).Select(k => Look(map, k)).Where(slice => slice.Labels > 0).ToList();
        var apart = Math.Max(1, shown.Count / 12);
        var chosen = new List<int>();
        foreach (var (k, _, _) in shown.OrderByDescending(slice => slice.Labels).ThenByDescending(slice => slice.Voxels))
        {
            if (chosen.Count < count && chosen.TrueForAll(other => Math.Abs(other - k) >= apart))
                chosen.Add(k);
        }

        return [.. chosen.Order()];
    }

    private static (int K, int Labels, long Voxels) Look(Volume<byte> map, int k)
    {
        Span<int> counts = stackalloc int[256];
        foreach (var label in map.Slice(k))
            counts[label]++;
        var (labels, voxels) = (0, 0L);
        foreach (var count in counts[1..])
            (labels, voxels) = (labels + (count > 0 ? 1 : 0), voxels + count);
        return (k, labels, voxels);
    }
}
