using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Contours;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Segment;

/// <summary>Removes pieces that belong to no structure: those made of something else, all but a structure's largest, those that are too small,
/// and margins of nothing.</summary>
internal static class StrayPieces
{
    /// <summary>Removes them from both maps: first from what lies beneath margins, then from the margins, which lie on top of it.</summary>
    /// <param name="drawn">What the network drew.</param>
    /// <param name="options">The structures, and what is removed.</param>
    /// <param name="hounsfield">The density at a voxel, by its place among the map's voxels.</param>
    /// <param name="settle">What else is done to the map without margins before they are laid on it.</param>
    public static StructureMaps Remove(StructureMaps drawn, SegmentationOptions options, Func<int, double> hounsfield, Action<Volume<byte>> settle)
    {
        var beneath = drawn.Beneath!;
        var margins = options.Structures.Where(structure => structure.Around is not null).ToList();
        foreach (var rule in options.Segment.Density)
        {
            var value = options.Structures.First(structure => structure.Name == rule.Structure).Value;
            beneath = Islands.Find(beneath, value, Connectivity.Corners).DropByMean(hounsfield, rule.MeanHu.Low, rule.MeanHu.High);
        }

        foreach (var structure in options.Structures.Except(margins)) beneath = Cleaned(beneath, structure, options.Segment);
        settle(beneath);
        if (margins.Count == 0) return StructureMaps.WithoutMargins(beneath);
        var labels = Laid(beneath, drawn.Labels, margins);
        foreach (var margin in margins)
            EmptyMargins.Replace(labels, beneath, margin.Value, options.Structures.First(other => other.Name == margin.Around).Value);
        var kept = labels;
        foreach (var margin in margins) kept = Cleaned(kept, margin, options.Segment);
        return new(Laid(beneath, kept, margins), beneath);
    }

    /// <summary>A map with the margins of another on top.</summary>
    private static Volume<byte> Laid(Volume<byte> beneath, Volume<byte> from, List<Structure> margins)
    {
        var labels = new Volume<byte>(beneath.Geometry, [.. beneath.Voxels]);
        var isMargin = new bool[256];
        foreach (var margin in margins) isMargin[margin.Value] = true;
        for (var v = 0; v < from.Voxels.Length; v++)
            if (isMargin[from.Voxels[v]]) labels.Voxels[v] = from.Voxels[v];
        return labels;
    }

    private static Volume<byte> Cleaned(Volume<byte> labels, Structure structure, SegmentOptions options)
    {
        var largestOnly = options.LargestOnly.Contains(structure.Name);
        if (!largestOnly && options.SmallestIslandMl <= 0) return labels;

        // Pieces that touch at a corner are one: a thin structure that runs obliquely through thick slices hangs together by no more.
        var islands = Islands.Find(labels, structure.Value, Connectivity.Corners);
        if (largestOnly && islands.All.Count > 1) return islands.KeepLargest();
        return islands.All.Count > 0 && islands.All[^1].VolumeMl < options.SmallestIslandMl ? islands.DropBelow(options.SmallestIslandMl) : labels;
    }
}
