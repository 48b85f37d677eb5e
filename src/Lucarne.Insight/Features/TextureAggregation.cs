namespace Lucarne.Insight.Features;

/// <summary>A step from a voxel to a neighbour.</summary>
internal readonly record struct Direction(int X, int Y, int Z)
{
    /// <summary>The four directions within a slice; each stands for its opposite as well.</summary>
    public static IReadOnlyList<Direction> InSlice { get; } = [new(1, 0, 0), new(0, 1, 0), new(1, 1, 0), new(1, -1, 0)];

    /// <summary>The thirteen directions in space.</summary>
    public static IReadOnlyList<Direction> InSpace { get; } =
        [.. InSlice, .. from x in new[] { -1, 0, 1 } from y in new[] { -1, 0, 1 } select new Direction(x, y, 1)];
}

/// <summary>How matrices of slices and directions become one figure (IBSI reference manual v11, section 3.6 "Aggregating features").</summary>
internal enum TextureAggregation
{
    /// <summary>2D, averaged: a figure per slice and direction, then their mean.</summary>
    SlicesAveraged,

    /// <summary>2D, slice-merged: a matrix per slice, then the mean of its figures.</summary>
    SlicesMerged,

    /// <summary>2.5D, direction-merged: a matrix per direction in the slices, then the mean of its figures.</summary>
    DirectionsMerged,

    /// <summary>2.5D, merged: one matrix of all slices and directions in them.</summary>
    AllSlicesMerged,

    /// <summary>3D, averaged: a figure per direction in space, then their mean.</summary>
    SpaceAveraged,

    /// <summary>3D, merged: one matrix of all directions in space.</summary>
    SpaceMerged,
}

/// <summary>Counts matrices over slices and directions and averages what is said of them.</summary>
internal static class TextureCounting
{
    /// <summary>Figures of a region, in the order in which <paramref name="describe"/> gives them; NaN where no matrix holds anything.</summary>
    /// <param name="levels">The region.</param>
    /// <param name="way">How slices and directions come together.</param>
    /// <param name="make">An empty matrix.</param>
    /// <param name="count">Adds what it finds in a direction to a matrix.</param>
    /// <param name="describe">The figures of a matrix that is not empty.</param>
    public static double[] Of(
        GreyLevels levels, TextureAggregation way, Func<double[,]> make, Action<GreyLevels, Direction, double[,]> count, Func<double[,], double[]> describe)
    {
        var matrices = new List<double[,]>();
        foreach (var group in Groups(levels, way))
        {
            var matrix = make();
            foreach (var (part, direction) in group) count(part, direction, matrix);
            matrices.Add(matrix);
        }

        double[][] figures = [.. matrices.Where(matrix => matrix.Cast<double>().Any(cell => cell > 0)).Select(describe)];
        if (figures.Length == 0) return [.. describe(make()).Select(_ => double.NaN)];
        return [.. Enumerable.Range(0, figures[0].Length).Select(i => figures.Average(figure => figure[i]))];
    }

    private static IEnumerable<IReadOnlyList<(GreyLevels Part, Direction Direction)>> Groups(GreyLevels levels, TextureAggregation way)
    {
        GreyLevels[] slices = [.. Enumerable.Range(0, levels.Slices).Select(levels.Slice)];
        return way switch
        {
            TextureAggregation.SlicesAveraged => slices.SelectMany(slice => Direction.InSlice.Select(d => new[] { (slice, d) })),
            TextureAggregation.SlicesMerged => slices.Select(slice => Direction.InSlice.Select(d => (slice, d)).ToArray()),
            TextureAggregation.DirectionsMerged => Direction.InSlice.Select(d => slices.Select(slice => (slice, d)).ToArray()),
            TextureAggregation.AllSlicesMerged => [[.. Direction.InSlice.SelectMany(d => slices.Select(slice => (slice, d)))]],
            TextureAggregation.SpaceAveraged => Direction.InSpace.Select(d => new[] { (levels, d) }),
            TextureAggregation.SpaceMerged => [[.. Direction.InSpace.Select(d => (levels, d))]],
            _ => throw new ArgumentOutOfRangeException(nameof(way), way, null),
        };
    }
}
