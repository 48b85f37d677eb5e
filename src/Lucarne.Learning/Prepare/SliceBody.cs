namespace Lucarne.Learning.Prepare;

/// <summary>Where a piece of a slice begins and ends, in pixels; right and bottom lie outside.</summary>
internal sealed record PieceBounds(int Left, int Top, int Right, int Bottom);

/// <summary>Finds the body in one slice.</summary>
internal static class SliceBody
{
    /// <summary>Bounds of the largest connected piece above a density, on a grid of every <paramref name="step"/>th pixel, after what is
    /// one or two cells thick was worn away; null where it is smaller than a share of the slice.</summary>
    public static PieceBounds? Bounds(ReadOnlySpan<float> hounsfield, int columns, int rows, int step, float density, double leastShare)
    {
        var (width, height) = (columns / step, rows / step);
        var worn = Wear(Dense(hounsfield, columns, width, height, step, density), width, height);
        var (bounds, size) = Largest(worn, width, height);
        if (bounds is null || size < leastShare * width * height) return null;
        return new((bounds.Left - 1) * step, (bounds.Top - 1) * step, (bounds.Right + 1) * step, (bounds.Bottom + 1) * step);
    }

    private static bool[] Dense(ReadOnlySpan<float> hounsfield, int columns, int width, int height, int step, float density)
    {
        var dense = new bool[width * height];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                dense[(y * width) + x] = hounsfield[(((y * step) + (step / 2)) * columns) + (x * step) + (step / 2)] > density;
        return dense;
    }

    /// <summary>A cell stays where its eight neighbours are dense too.</summary>
    private static bool[] Wear(bool[] dense, int width, int height)
    {
        var worn = new bool[dense.Length];
        for (var y = 1; y < height - 1; y++)
        {
            for (var x = 1; x < width - 1; x++)
            {
                var all = true;
                for (var dy = -1; dy <= 1 && all; dy++)
                    all = dense[((y + dy) * width) + x - 1] && dense[((y + dy) * width) + x] && dense[((y + dy) * width) + x + 1];
                worn[(y * width) + x] = all;
            }
        }

        return worn;
    }

    private static (PieceBounds? Bounds, int Size) Largest(bool[] cells, int width, int height)
    {
        var (best, bestSize) = ((PieceBounds?)null, 0);
        var waiting = new Stack<int>();
        for (var start = 0; start < cells.Length; start++)
        {
            if (!cells[start]) continue;
            var (left, top, right, bottom, size) = (width, height, 0, 0, 0);
            cells[start] = false;
            waiting.Push(start);
            while (waiting.TryPop(out var cell))
            {
                var (x, y) = (cell % width, cell / width);
                (left, top, right, bottom, size) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + 1), Math.Max(bottom, y + 1), size + 1);
                Visit(x > 0, cell - 1);
                Visit(x < width - 1, cell + 1);
                Visit(y > 0, cell - width);
                Visit(y < height - 1, cell + width);
            }

            if (size > bestSize) (best, bestSize) = (new PieceBounds(left, top, right, bottom), size);
        }

        return (best, bestSize);

        void Visit(bool inside, int cell)
        {
            if (!inside || !cells[cell]) return;
            cells[cell] = false;
            waiting.Push(cell);
        }
    }
}
