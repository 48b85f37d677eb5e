namespace Lucarne.Imaging.Contours;

/// <summary>
/// Walks along the boundaries of a slice's inside, with the inside to the left, through the gates between pixels. Pixels
/// that touch only at a corner are apart (the inside is 4-connected, so the outside is 8-connected): a contour never runs
/// through a neck of no width.
/// </summary>
internal sealed class BoundaryWalk
{
    private readonly int columns, rows, stride;
    private readonly bool[] inside, isWalked;

    /// <summary>The first column inside of each row; −1 in a row without.</summary>
    private readonly int[] firstInside;

    /// <param name="slice">[J, I].</param>
    /// <param name="columns">Pixels of a row.</param>
    /// <param name="label">The value that is inside; null for all but 0.</param>
    internal BoundaryWalk(ReadOnlySpan<byte> slice, int columns, byte? label)
    {
        (this.columns, rows, stride) = (columns, slice.Length / columns, columns + 2);
        // A border of outside spares every question whether a neighbour exists.
        inside = new bool[stride * (rows + 2)];
        isWalked = new bool[inside.Length];
        firstInside = new int[rows];
        for (var y = 0; y < rows; y++)
        {
            var row = slice.Slice(y * columns, columns);
            firstInside[y] = label is { } wanted ? row.IndexOf(wanted) : row.IndexOfAnyExcept((byte)0);
            for (var x = firstInside[y]; x >= 0 && x < columns; x++)
                inside[Place(x, y)] = label is { } value ? row[x] == value : row[x] != 0;
        }
    }

    /// <summary>Every boundary once, as the gates it passes.</summary>
    internal IEnumerable<List<Gate>> Boundaries()
    {
        for (var y = 0; y < rows; y++)
        {
            for (var x = firstInside[y]; x >= 0 && x < columns; x++)
            {
                // Every boundary passes downwards somewhere, with the outside to the right: to the west of a pixel.
                if (inside[Place(x, y)] && !inside[Place(x - 1, y)] && !isWalked[Place(x, y)])
                    yield return Walk(x, y);
            }
        }
    }

    private List<Gate> Walk(int startX, int startY)
    {
        var gates = new List<Gate>();
        var (x, y, aheadX, aheadY) = (startX, startY, 0, 1);
        do
        {
            // A quarter turn to the right of (a, b), columns to the right and rows down, is (−b, a).
            var (rightX, rightY) = (-aheadY, aheadX);
            gates.Add(new Gate(x, y, rightX, rightY));
            if (aheadY == 1)
                isWalked[Place(x, y)] = true;
            if (!inside[Place(x + aheadX, y + aheadY)])
            {
                (aheadX, aheadY) = (-rightX, -rightY);
                continue;
            }

            (x, y) = (x + aheadX, y + aheadY);
            if (inside[Place(x + rightX, y + rightY)])
                (x, y, aheadX, aheadY) = (x + rightX, y + rightY, rightX, rightY);
        }
        while ((x, y, aheadX, aheadY) != (startX, startY, 0, 1));
        return gates;
    }

    private int Place(int x, int y) => ((y + 1) * stride) + x + 1;
}
