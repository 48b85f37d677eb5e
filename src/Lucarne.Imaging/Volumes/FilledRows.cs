namespace Lucarne.Imaging.Volumes;

/// <summary>
/// Where a mask or a label map can hold something: the same rows in each of some slices. What lies outside is known to be empty and
/// is neither cleared nor read. A structure fills a small part of its scan, and memory that nobody touches costs nothing.
/// </summary>
/// <param name="FirstRow">The first row, from 0.</param>
/// <param name="Rows">How many rows; 0 where nothing is filled.</param>
/// <param name="FirstSlice">The first slice, from 0.</param>
/// <param name="Slices">How many slices; 0 where nothing is filled.</param>
public readonly record struct FilledRows(int FirstRow, int Rows, int FirstSlice, int Slices)
{
    /// <summary>All of a grid.</summary>
    public static FilledRows Of(VolumeGeometry grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        return new(0, grid.Rows, 0, grid.Slices);
    }

    /// <summary>Whether nothing is filled.</summary>
    public bool IsEmpty => Rows == 0 || Slices == 0;

    /// <summary>The least that holds both.</summary>
    public FilledRows With(FilledRows other)
    {
        if (IsEmpty) return other;
        if (other.IsEmpty) return this;
        var (row, slice) = (Math.Min(FirstRow, other.FirstRow), Math.Min(FirstSlice, other.FirstSlice));
        return new(
            row, Math.Max(FirstRow + Rows, other.FirstRow + other.Rows) - row,
            slice, Math.Max(FirstSlice + Slices, other.FirstSlice + other.Slices) - slice);
    }

    /// <summary>The rows' voxels in a volume on <paramref name="grid"/>: one piece of its array for each slice, in their order.</summary>
    public IEnumerable<Range> In(VolumeGeometry grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        for (var slice = FirstSlice; slice < FirstSlice + Slices; slice++)
        {
            var start = ((slice * grid.Rows) + FirstRow) * grid.Columns;
            yield return start..(start + (Rows * grid.Columns));
        }
    }

    /// <summary>Whether some of the voxels [<paramref name="start"/>, <paramref name="end"/>) of a volume on <paramref name="grid"/> lie in these rows.</summary>
    internal bool Meet(VolumeGeometry grid, int start, int end)
    {
        if (IsEmpty || start >= end) return false;
        var (first, last) = (start / grid.Columns, (end - 1) / grid.Columns);
        // Of the slices that the piece has rows in, whole ones lie between the first and the last.
        for (var slice = Math.Max(first / grid.Rows, FirstSlice); slice <= Math.Min(last / grid.Rows, FirstSlice + Slices - 1); slice++)
        {
            var top = (slice * grid.Rows) + FirstRow;
            if (top <= last && top + Rows > first) return true;
        }

        return false;
    }
}
