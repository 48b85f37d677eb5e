using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging;

/// <summary>
/// How a slice is turned to be looked at, whatever way its voxels are stored: in the radiological convention the patient's
/// left is on the right of the picture and the front on top; where the head can be seen it is on top, and from the side the
/// patient looks to the left.
/// </summary>
internal sealed class SliceView
{
    private readonly int columns, rows;
    private readonly bool isTransposed, isAcrossReversed, isDownReversed;

    internal SliceView(VolumeGeometry geometry)
    {
        (columns, rows) = (geometry.Columns, geometry.Rows);
        Vector3d column = geometry.ColumnStep.Normalised(), row = geometry.RowStep.Normalised();
        var (toRight, toBottom) = Wanted(geometry.Normal);
        isTransposed = Math.Abs(column.Dot(toRight)) + Math.Abs(row.Dot(toBottom)) < Math.Abs(row.Dot(toRight)) + Math.Abs(column.Dot(toBottom));
        var (across, down) = isTransposed ? (row, column) : (column, row);
        (isAcrossReversed, isDownReversed) = (across.Dot(toRight) < 0, down.Dot(toBottom) < 0);
        (Right, Bottom) = (isAcrossReversed ? across * -1 : across, isDownReversed ? down * -1 : down);
        (Width, Height) = isTransposed ? (rows, columns) : (columns, rows);
        (PixelWidthMm, PixelHeightMm) = isTransposed ? (geometry.RowSpacingMm, geometry.ColumnSpacingMm) : (geometry.ColumnSpacingMm, geometry.RowSpacingMm);
    }

    /// <summary>Pixels across.</summary>
    internal int Width { get; }

    /// <summary>Pixels down.</summary>
    internal int Height { get; }

    internal double PixelWidthMm { get; }

    internal double PixelHeightMm { get; }

    /// <summary>Where the right edge lies in the patient.</summary>
    internal Vector3d Right { get; }

    /// <summary>Where the lower edge lies in the patient.</summary>
    internal Vector3d Bottom { get; }

    /// <summary>The place in a slice, [J, I], of a pixel of the picture.</summary>
    internal int PlaceOf(int x, int y)
    {
        x = isAcrossReversed ? Width - 1 - x : x;
        y = isDownReversed ? Height - 1 - y : y;
        return isTransposed ? (x * columns) + y : (y * columns) + x;
    }

    /// <summary>The width and height, in pixels, of a picture with square pixels and a longer side of <paramref name="side"/>.</summary>
    internal (int Width, int Height) Fit(int side)
    {
        double widthMm = Width * PixelWidthMm, heightMm = Height * PixelHeightMm, scale = side / Math.Max(widthMm, heightMm);
        return (Math.Max(1, (int)Math.Round(widthMm * scale)), Math.Max(1, (int)Math.Round(heightMm * scale)));
    }

    /// <summary>
    /// The letters of PS3.3 C.7.6.1.1.1 for a direction: L and R, P and A, H and F; a second where the direction is oblique
    /// by more than about 20°.
    /// </summary>
    internal static string Letters(Vector3d direction)
    {
        (double Size, char Letter)[] parts =
        [
            (Math.Abs(direction.X), direction.X > 0 ? 'L' : 'R'), (Math.Abs(direction.Y), direction.Y > 0 ? 'P' : 'A'), (Math.Abs(direction.Z), direction.Z > 0 ? 'H' : 'F'),
        ];
        return string.Concat(parts.OrderByDescending(part => part.Size).Take(2).Where((part, at) => at == 0 || part.Size > 0.35).Select(part => part.Letter));
    }

    private static (Vector3d Right, Vector3d Bottom) Wanted(Vector3d normal)
    {
        var (x, y, z) = (Math.Abs(normal.X), Math.Abs(normal.Y), Math.Abs(normal.Z));
        return z >= x && z >= y ? (new(1, 0, 0), new(0, 1, 0))
            : y >= x ? (new(1, 0, 0), new(0, 0, -1))
            : (new(0, 1, 0), new(0, 0, -1));
    }
}
