using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Contours;

/// <summary>Why a contour has no part in a mask.</summary>
public enum ContourFault
{
    /// <summary>Fewer than three different points: no area.</summary>
    TooFewPoints,
    /// <summary>All its points lie on one line: no area.</summary>
    Flat,
    /// <summary>A coordinate is no number, or lies more than 131,072 pixels from the picture.</summary>
    NoPlace,
    /// <summary>It leaves its plane by more than half of what lies between two slices.</summary>
    NotParallel,
    /// <summary>It lies more than half a slice spacing before the first slice or behind the last.</summary>
    OffTheSlices,
    /// <summary>Contours of the same structure in another plane lie nearer to the same slice.</summary>
    BesideNearerPlane,
    /// <summary>It repeats another contour of the same structure and plane, to within a fraction of a pixel.</summary>
    Repeated,
    /// <summary>It lies wholly to one side of the picture.</summary>
    OutsideThePicture,
}

/// <summary>A contour that has no part in a mask.</summary>
/// <param name="Index">Its place in the list that was given, from 0.</param>
/// <param name="Fault">Why.</param>
/// <param name="Reason">Why, as the end of a sentence, with figures.</param>
public sealed record SkippedContour(int Index, ContourFault Fault, string Reason);

/// <summary>Two contours of one structure and plane that overlap in part. Their overlap is outside of the mask, as exclusive or has it, and whoever drew them may have meant otherwise.</summary>
/// <param name="First">The place of the one in the list that was given, from 0.</param>
/// <param name="Second">The place of the other.</param>
/// <param name="VoxelCount">Voxels inside both.</param>
public sealed record OverlappingContours(int First, int Second, long VoxelCount);

/// <summary>The mask of a structure, and what became of its contours.</summary>
/// <param name="Mask">1 inside, 0 outside; [K, J, I].</param>
/// <param name="Filled">The rows outside of which the mask is empty.</param>
/// <param name="VoxelCount">Voxels inside.</param>
/// <param name="Used">Contours that had their part in the mask, those between pixel centres, which fill none, included.</param>
/// <param name="Skipped">The others, in the order they were given.</param>
/// <param name="Overlapping">Pairs of used contours of which neither is a hole of the other.</param>
/// <param name="LargestOffsetMm">The largest distance of a used contour from its slice, along the normal, in mm.</param>
public sealed record RasterisedContours(
    Volume<byte> Mask, FilledRows Filled, long VoxelCount, int Used, IReadOnlyList<SkippedContour> Skipped, IReadOnlyList<OverlappingContours> Overlapping, double LargestOffsetMm)
{
    /// <summary>Volume of the voxels inside, in mL.</summary>
    public double VolumeMl => VoxelCount * Mask.Geometry.VoxelMl;
}
