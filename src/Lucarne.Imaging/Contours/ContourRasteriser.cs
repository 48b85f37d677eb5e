using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Contours;

/// <summary>
/// Makes the mask of a structure from its contours: a voxel is inside where its centre is. The rules stand in the
/// record "Contours and masks" of docs/adr.
/// </summary>
public static class ContourRasteriser
{
    /// <summary>Contours closer than this, in slice spacings, lie in one plane.</summary>
    private const double SamePlane = 0.1;

    /// <summary>
    /// Fills contours into the slices they lie in. Inside is even-odd; contours in one plane are joined by exclusive or, so
    /// that an inner contour is a hole (DICOM PS3.3 C.8.8.6.3). A contour off the planes belongs to the nearest within half
    /// a slice spacing, the later of two equally near; of several planes that belong to one slice the nearest is used. A
    /// contour that repeats another counts once. A boundary through a voxel's centre leaves it to what lies right of it and
    /// below.
    /// </summary>
    /// <param name="geometry">The grid of the mask; oblique and sheared grids and pixels that are not square are laid right.</param>
    /// <param name="contours">The contours of one structure, in mm, LPS.</param>
    /// <param name="reused">An earlier result on the same grid, whose mask is cleared and filled anew: room for a mask is dear where many are made.</param>
    /// <exception cref="ArgumentException">The three steps of the grid lie in one plane, or the reused mask is on another grid.</exception>
    public static RasterisedContours Rasterise(VolumeGeometry geometry, IReadOnlyList<PlanarContour> contours, RasterisedContours? reused = null)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        ArgumentNullException.ThrowIfNull(contours);
        if (!double.IsNormal(geometry.VoxelMl))
            throw new ArgumentException("The three steps of the grid lie in one plane.", nameof(geometry));
        var skipped = new List<SkippedContour>();
        var placed = Place(geometry, contours, skipped);
        if (reused is not null && reused.Mask.Geometry != geometry) throw new ArgumentException("The reused mask is on another grid.", nameof(reused));
        var mask = reused?.Mask ?? new Volume<byte>(geometry);
        foreach (var rows in reused?.Filled.In(geometry) ?? []) mask.Voxels.AsSpan(rows).Clear();
        var (count, used, filled) = (0L, new List<PixelContour>(), default(FilledRows));
        var fill = new SliceFill(geometry.Columns, geometry.Rows);
        var pairs = new ContourPairs(fill);
        var overlapping = new List<OverlappingContours>();
        foreach (var slice in placed.GroupBy(contour => contour.Slice))
        {
            var chosen = Choose([.. slice], pairs, geometry.SliceSpacingMm, skipped);
            overlapping.AddRange(pairs.Overlapping(chosen));
            foreach (var contour in chosen)
                fill.Mark(contour.Points);
            if (fill.Rows is { } rows) filled = filled.With(new(rows.First, rows.Count, slice.Key, 1));
            count += fill.Fill(mask.Slice(slice.Key));
            used.AddRange(chosen);
        }

        var offset = used.Select(contour => contour.Offset).DefaultIfEmpty(0).Max();
        return new RasterisedContours(mask, filled, count, used.Count, [.. skipped.OrderBy(contour => contour.Index)], overlapping, offset * geometry.SliceSpacingMm);
    }

    private static List<PixelContour> Place(VolumeGeometry geometry, IReadOnlyList<PlanarContour> contours, List<SkippedContour> skipped)
    {
        var placing = new ContourPlacing(geometry);
        var placed = new List<PixelContour>(contours.Count);
        for (var index = 0; index < contours.Count; index++)
        {
            var (contour, fault) = placing.Place(index, contours[index]);
            if (contour is not null)
                placed.Add(contour);
            else
                skipped.Add(fault!);
        }

        return placed;
    }

    /// <summary>Of the contours that belong to a slice: those of the nearest plane, each once.</summary>
    private static List<PixelContour> Choose(IReadOnlyList<PixelContour> contours, ContourPairs pairs, double spacingMm, List<SkippedContour> skipped)
    {
        var nearest = contours.MinBy(contour => (contour.Offset, contour.Plane))!;
        var chosen = new List<PixelContour>(contours.Count);
        foreach (var contour in contours)
        {
            if (Math.Abs(contour.Plane - nearest.Plane) > SamePlane)
                skipped.Add(Beside(contour, nearest, spacingMm));
            else if (pairs.Original(contour, chosen) is not null)
                skipped.Add(new SkippedContour(contour.Index, ContourFault.Repeated, "it repeats another contour of its plane"));
            else
                chosen.Add(contour);
        }

        return chosen;
    }

    private static SkippedContour Beside(PixelContour contour, PixelContour nearest, double spacingMm) => new(
        contour.Index, ContourFault.BesideNearerPlane,
        FormattableString.Invariant($"it lies {contour.Offset * spacingMm:0.##} mm from slice {contour.Slice + 1}, and others of its structure lie {nearest.Offset * spacingMm:0.##} mm from it"));
}
