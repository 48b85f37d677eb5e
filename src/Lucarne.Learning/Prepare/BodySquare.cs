using Lucarne.Imaging.Volumes;

namespace Lucarne.Learning.Prepare;

/// <summary>
/// A square around the patient's body, in coordinates that run from −1 to 1 across a slice (x right, y down). Its sides are equally
/// long in mm, so that the halves differ where the picture is not square.
/// </summary>
/// <param name="CentreX">Of the square.</param>
/// <param name="CentreY">Of the square.</param>
/// <param name="HalfWidth">Half of its width.</param>
/// <param name="HalfHeight">Half of its height.</param>
public sealed record BodySquare(double CentreX, double CentreY, double HalfWidth, double HalfHeight)
{
    // Half of what is this dense or denser is soft tissue, wherever the scanner's zero lies exactly.
    private const float BodyHounsfield = -400;

    // Air around the body: a twentieth of the side all around.
    private const double Margin = 1.1;

    // A slice in which the largest piece is smaller than this shows a shoulder, or nothing.
    private const double LeastShare = 0.05;

    /// <summary>The whole slice.</summary>
    public static BodySquare Picture { get; } = new(0, 0, 1, 1);

    /// <summary>Finds the body: in each slice the largest piece of soft tissue once thin things such as the couch are worn away; of all
    /// slices' bounds the outer tenths are left out.</summary>
    /// <param name="hounsfield">A scan in axial order.</param>
    /// <returns>The square; the whole slice where no body is found.</returns>
    public static BodySquare Find(Volume<float> hounsfield)
    {
        ArgumentNullException.ThrowIfNull(hounsfield);
        var geometry = hounsfield.Geometry;

        // About 4 mm: fine enough for a box, and a couch's shell is then one cell thick.
        var step = Math.Max(1, Math.Min(geometry.Columns, geometry.Rows) / 128);
        var bounds = new PieceBounds?[geometry.Slices];
        Parallel.For(0, geometry.Slices, k => bounds[k] = SliceBody.Bounds(hounsfield.Slice(k), geometry.Columns, geometry.Rows, step, BodyHounsfield, LeastShare));
        var found = bounds.OfType<PieceBounds>().ToList();
        if (found.Count == 0) return Picture;
        var (left, right) = (Rank(found.Select(b => b.Left), 0.1), Rank(found.Select(b => b.Right), 0.9));
        var (top, bottom) = (Rank(found.Select(b => b.Top), 0.1), Rank(found.Select(b => b.Bottom), 0.9));
        var widthMm = (right - left) * geometry.ColumnSpacingMm;
        var heightMm = (bottom - top) * geometry.RowSpacingMm;
        var halfMm = Math.Max(widthMm, heightMm) / 2 * Margin;
        return new(
            ((left + right) / (double)geometry.Columns) - 1,
            ((top + bottom) / (double)geometry.Rows) - 1,
            2 * halfMm / (geometry.Columns * geometry.ColumnSpacingMm),
            2 * halfMm / (geometry.Rows * geometry.RowSpacingMm));
    }

    private static int Rank(IEnumerable<int> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)Math.Round(share * (sorted.Length - 1))];
    }
}
