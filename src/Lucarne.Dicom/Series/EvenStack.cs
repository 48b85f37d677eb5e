using System.Globalization;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Series;

/// <summary>
/// Makes even grids of slices that are sorted by position and share a geometry. A single missing slice leaves an empty place in the grid;
/// a wider gap cuts the stack in two; uneven spacing is refused, for an affine cannot hold it.
/// </summary>
internal static class EvenStack
{
    // Of the spacing: below the first nothing is said, above the second the grid would be wrong where it matters.
    private const double SilentDeviation = 0.01;
    private const double LargestDeviation = 0.1;
    private const double MostMissing = 0.1;

    /// <summary>A grid, with nothing in the place of a missing slice.</summary>
    public sealed record Grid(VolumeGeometry Geometry, IReadOnlyList<SliceHeader?> Slices, IReadOnlyList<SeriesNote> Warnings);

    /// <summary>The grids that a stack makes.</summary>
    /// <exception cref="DicomException">The slices are unevenly spaced or do not lie on a line. The message is no whole sentence.</exception>
    public static IReadOnlyList<Grid> Of(IReadOnlyList<SliceHeader> sorted)
    {
        var normal = sorted[0].Normal.Normalised();
        var heights = sorted.Select(slice => slice.Position.Dot(normal)).ToArray();
        return [.. Pieces(heights, 0, heights.Length).Select(piece => Fit(sorted, heights, piece, normal))];
    }

    /// <summary>The median of the gaps: what most neighbours keep.</summary>
    private static double Spacing(double[] heights, int first, int end)
    {
        var gaps = new double[end - first - 1];
        for (var i = 0; i < gaps.Length; i++) gaps[i] = heights[first + i + 1] - heights[first + i];
        Array.Sort(gaps);
        return gaps[(gaps.Length - 1) / 2];
    }

    // Cut where more than one slice is missing; each piece then finds its own spacing.
    private static IEnumerable<(int First, int End)> Pieces(double[] heights, int first, int end)
    {
        if (end - first < 2) return [(first, end)];
        var spacing = Spacing(heights, first, end);
        for (var i = first + 1; i < end; i++)
            if (heights[i] - heights[i - 1] > 2.5 * spacing) return [.. Pieces(heights, first, i), .. Pieces(heights, i, end)];
        return [(first, end)];
    }

    private static Grid Fit(IReadOnlyList<SliceHeader> sorted, double[] heights, (int First, int End) piece, Vector3d normal)
    {
        var warnings = new List<SeriesNote>();
        if (piece.End - piece.First < sorted.Count) warnings.Add(SeriesNotes.Gap(piece.First + 1, piece.End, sorted.Count));
        var slices = Place(sorted, heights, piece, warnings);
        var (first, last) = (sorted[piece.First], sorted[piece.End - 1]);
        var step = slices.Count > 1 ? (last.Position - first.Position) * (1.0 / (slices.Count - 1)) : normal * Thickness(first, warnings);
        var geometry = new VolumeGeometry(first.Layout.Columns, first.Layout.Rows, slices.Count, first.Position, first.ColumnDirection * first.ColumnSpacingMm, first.RowDirection * first.RowSpacingMm, step);
        CheckLine(geometry, slices, warnings);
        WarnOfTilt(geometry, normal, warnings);
        return new Grid(geometry, slices, warnings);
    }

    private static List<SliceHeader?> Place(IReadOnlyList<SliceHeader> sorted, double[] heights, (int First, int End) piece, List<SeriesNote> warnings)
    {
        var slices = new List<SliceHeader?> { sorted[piece.First] };
        if (piece.End - piece.First < 2) return slices;
        var spacing = Spacing(heights, piece.First, piece.End);
        var missing = new List<double>();
        for (var i = piece.First + 1; i < piece.End; i++)
        {
            var gap = heights[i] - heights[i - 1];
            var steps = Math.Max(1, Math.Round(gap / spacing));
            if (!(Math.Abs(gap - (steps * spacing)) <= LargestDeviation * spacing)) throw Uneven(heights, piece);
            if (steps == 2)
            {
                missing.Add((heights[i] + heights[i - 1]) / 2);
                slices.Add(null);
            }

            slices.Add(sorted[i]);
        }

        if (missing.Count > 1 && missing.Count > MostMissing * slices.Count) throw Uneven(heights, piece);
        if (missing.Count > 0) warnings.Add(SeriesNotes.Missing(missing));
        return slices;
    }

    private static double Thickness(SliceHeader slice, List<SeriesNote> warnings)
    {
        warnings.Add(SeriesNotes.OneSlice(hasThickness: slice.ThicknessMm is not null));
        return slice.ThicknessMm ?? 1;
    }

    private static void CheckLine(VolumeGeometry geometry, List<SliceHeader?> slices, List<SeriesNote> warnings)
    {
        var farthest = 0.0;
        for (var k = 0; k < slices.Count; k++)
            if (slices[k] is { } slice) farthest = Math.Max(farthest, (slice.Position - geometry.ToPatient(0, 0, k)).Length);
        var spacing = geometry.SliceSpacingMm;
        if (farthest > LargestDeviation * spacing)
            throw new DicomException(string.Create(CultureInfo.InvariantCulture, $"its slices lie up to {farthest:0.##} mm off an even, straight stack, which no affine can hold"));
        if (farthest > Math.Max(RepeatedPositions.SamePlaceMm, SilentDeviation * spacing)) warnings.Add(SeriesNotes.Uneven(farthest, spacing));
    }

    private static void WarnOfTilt(VolumeGeometry geometry, Vector3d normal, List<SeriesNote> warnings)
    {
        var step = geometry.SliceStep;
        var along = step.Dot(normal);
        var across = (step - (normal * along)).Length;
        if (across * (geometry.Slices - 1) > 0.1) warnings.Add(SeriesNotes.Tilted(Math.Atan2(across, along) * 180 / Math.PI));
    }

    private static DicomException Uneven(double[] heights, (int First, int End) piece)
    {
        var gaps = Enumerable.Range(piece.First + 1, piece.End - piece.First - 1).Select(i => heights[i] - heights[i - 1]).ToList();
        return new DicomException(string.Create(CultureInfo.InvariantCulture, $"its slices are unevenly spaced, from {gaps.Min():0.###} to {gaps.Max():0.###} mm, which no affine can hold"));
    }
}
