using Lucarne.Dicom.Structures;
using Lucarne.Imaging.Contours;
using Lucarne.Imaging.Volumes;
using DrawnStructure = Lucarne.Dicom.Structures.Structure;

namespace Lucarne.Learning.Contours;

/// <summary>A contour that has no part in its structure's mask.</summary>
/// <param name="Contour">Its number in the structure set, from 1.</param>
/// <param name="Reason">Why, as the end of a sentence.</param>
public sealed record LeftOutContour(int Contour, string Reason);

/// <summary>What a structure's contours became on a scan's grid.</summary>
/// <param name="Drawn">The structure.</param>
/// <param name="Rasterised">Its mask; null where it has no contour that encloses an area.</param>
/// <param name="LeftOut">The contours that have no part in it, and why.</param>
/// <param name="Overlapping">Pairs of contours that overlap in part, by their numbers in the structure set, from 1.</param>
public sealed record StructureMask(DrawnStructure Drawn, RasterisedContours? Rasterised, IReadOnlyList<LeftOutContour> LeftOut, IReadOnlyList<OverlappingContours> Overlapping)
{
    /// <summary>Makes the mask.</summary>
    /// <param name="structure">A structure of a structure set.</param>
    /// <param name="grid">The grid of the scan it was drawn on.</param>
    /// <param name="reused">An earlier mask on this grid that nobody needs any more; its voxels become this one's.</param>
    public static StructureMask Of(DrawnStructure structure, VolumeGeometry grid, RasterisedContours? reused = null)
    {
        ArgumentNullException.ThrowIfNull(structure);
        ArgumentNullException.ThrowIfNull(grid);
        var leftOut = new List<LeftOutContour>();
        var areas = new List<(PlanarContour Contour, int Number)>();
        for (var index = 0; index < structure.Contours.Count; index++)
        {
            var contour = structure.Contours[index];
            if (contour.Kind == ContourKind.ClosedPlanar) areas.Add((new PlanarContour(contour.Points), index + 1));
            else leftOut.Add(new LeftOutContour(index + 1, WhyNoArea(contour.Kind)));
        }

        if (areas.Count == 0) return new StructureMask(structure, null, leftOut, []);
        var rasterised = ContourRasteriser.Rasterise(grid, [.. areas.Select(area => area.Contour)], reused);
        leftOut.AddRange(rasterised.Skipped.Select(skipped => new LeftOutContour(areas[skipped.Index].Number, skipped.Reason)));
        var overlapping = rasterised.Overlapping.Select(pair => pair with { First = areas[pair.First].Number, Second = areas[pair.Second].Number });
        return new StructureMask(structure, rasterised, [.. leftOut.OrderBy(contour => contour.Contour)], [.. overlapping]);
    }

    private static string WhyNoArea(ContourKind kind) => kind switch
    {
        ContourKind.Point => "it is a point",
        ContourKind.OpenPlanar or ContourKind.OpenNonplanar => "it is an open line",
        _ => "it is of no kind that encloses an area",
    };
}
