using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Series;

/// <summary>Sorts a series' slices by their geometry: matrix, orientation, spacing, and whether they are localizers.</summary>
internal static class GeometryGroups
{
    // Far above what rounding to the six digits that scanners write makes, far below what moves a voxel of a picture by half its size.
    private const double DirectionTolerance = 1e-3;
    private const double SpacingTolerance = 1e-4;

    /// <summary>The groups, largest first.</summary>
    public static IReadOnlyList<IReadOnlyList<SliceHeader>> Of(IEnumerable<SliceHeader> slices)
    {
        var groups = new List<List<SliceHeader>>();
        foreach (var slice in slices.OrderBy(slice => slice.Source.Shown, StringComparer.Ordinal).ThenBy(slice => slice.Frame))
        {
            if (groups.Find(group => IsSame(group[0], slice)) is { } found) found.Add(slice);
            else groups.Add([slice]);
        }

        return [.. groups.OrderByDescending(group => group.Count)];
    }

    /// <summary>The anatomical plane that slices lie in, or nearly, by their normal.</summary>
    public static (string English, string French) Plane(Vector3d normal)
    {
        var (x, y, z) = (Math.Abs(normal.X), Math.Abs(normal.Y), Math.Abs(normal.Z));
        var largest = Math.Max(x, Math.Max(y, z));
        var (english, french) = largest == z ? ("axial", "axiales") : largest == y ? ("coronal", "coronales") : ("sagittal", "sagittales");
        return largest < 0.999 ? ($"oblique, near {english}", $"obliques, presque {french}") : (english, french);
    }

    private static bool IsSame(SliceHeader a, SliceHeader b) =>
        a.IsLocalizer == b.IsLocalizer
        && (a.Layout.Rows, a.Layout.Columns) == (b.Layout.Rows, b.Layout.Columns)
        && IsNear(a.ColumnSpacingMm, b.ColumnSpacingMm) && IsNear(a.RowSpacingMm, b.RowSpacingMm)
        && (a.ColumnDirection - b.ColumnDirection).Length <= DirectionTolerance && (a.RowDirection - b.RowDirection).Length <= DirectionTolerance;

    private static bool IsNear(double a, double b) => Math.Abs(a - b) <= SpacingTolerance * Math.Max(a, b);
}
