using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Segment;

/// <summary>Removes the pieces of structures that a recipe does not want: margins of nothing, all but the largest, or those that are too small.</summary>
internal static class StrayPieces
{
    public static Volume<byte> Remove(DrawnLabels drawn, SegmentationOptions options)
    {
        var labels = drawn.Labels;
        foreach (var structure in options.Structures.Where(structure => structure.Around is not null))
            EmptyMargins.Replace(labels, drawn.Otherwise, structure.Value, options.Structures.First(other => other.Name == structure.Around).Value);
        foreach (var structure in options.Structures)
        {
            var largestOnly = options.Segment.LargestOnly.Contains(structure.Name);
            if (!largestOnly && options.Segment.SmallestIslandMl <= 0) continue;

            // Pieces that touch at a corner are one: a thin structure that runs obliquely through thick slices hangs together by no more.
            var islands = Islands.Find(labels, structure.Value, Connectivity.Corners);
            if (largestOnly && islands.All.Count > 1) labels = islands.KeepLargest();
            else if (islands.All.Count > 0 && islands.All[^1].VolumeMl < options.Segment.SmallestIslandMl) labels = islands.DropBelow(options.Segment.SmallestIslandMl);
        }

        return labels;
    }
}
