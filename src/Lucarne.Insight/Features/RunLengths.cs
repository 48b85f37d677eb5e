namespace Lucarne.Insight.Features;

/// <summary>
/// Grey-level run lengths (Galloway 1975) as the IBSI reference manual v11 defines them in section 3.7: how many runs of one level there
/// are of each length along a direction; what lies outside of the region ends a run.
/// </summary>
internal static class RunLengths
{
    /// <summary>The figures' names, in the order of <see cref="Of"/>, as in IBSI 3.7.1 to 3.7.16.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "short_runs_emphasis", "long_runs_emphasis", "low_grey_level_run_emphasis", "high_grey_level_run_emphasis",
        "short_run_low_grey_level_emphasis", "short_run_high_grey_level_emphasis", "long_run_low_grey_level_emphasis", "long_run_high_grey_level_emphasis",
        "grey_level_non_uniformity", "grey_level_non_uniformity_normalised", "run_length_non_uniformity", "run_length_non_uniformity_normalised",
        "run_percentage", "grey_level_variance", "run_length_variance", "run_entropy",
    ];

    /// <summary>The figures of a region.</summary>
    public static double[] Of(GreyLevels levels, TextureAggregation way) =>
        TextureCounting.Of(levels, way, () => new double[levels.Count, Math.Max(levels.Columns, Math.Max(levels.Rows, levels.Slices))], Count, Describe);

    private static void Count(GreyLevels levels, Direction d, double[,] matrix)
    {
        for (var z = 0; z < levels.Slices; z++)
        {
            for (var y = 0; y < levels.Rows; y++)
            {
                for (var x = 0; x < levels.Columns; x++)
                {
                    var own = levels.At(x, y, z);
                    // A run is counted where it begins.
                    if (own == 0 || levels.At(x - d.X, y - d.Y, z - d.Z) == own) continue;
                    var length = 1;
                    while (levels.At(x + (length * d.X), y + (length * d.Y), z + (length * d.Z)) == own) length++;
                    matrix[own - 1, length - 1]++;
                }
            }
        }
    }

    private static double[] Describe(double[,] matrix)
    {
        var cells = new List<(double Level, double Length, double Runs)>();
        var levels = new double[matrix.GetLength(0)];
        var lengths = new double[matrix.GetLength(1)];
        for (var i = 0; i < levels.Length; i++)
        {
            for (var j = 0; j < lengths.Length; j++)
            {
                if (matrix[i, j] == 0) continue;
                cells.Add((i + 1, j + 1, matrix[i, j]));
                levels[i] += matrix[i, j];
                lengths[j] += matrix[i, j];
            }
        }

        var runs = Math.Max(1, levels.Sum());
        var voxels = Math.Max(1, cells.Sum(c => c.Length * c.Runs));
        double Mean(Func<double, double, double> of) => cells.Sum(c => of(c.Level, c.Length) * c.Runs) / runs;
        var (meanLevel, meanLength) = (Mean((i, _) => i), Mean((_, j) => j));
        var (greys, lengthsSquared) = (levels.Sum(n => n * n) / runs, lengths.Sum(n => n * n) / runs);
        return
        [
            Mean((_, j) => 1 / (j * j)), Mean((_, j) => j * j), Mean((i, _) => 1 / (i * i)), Mean((i, _) => i * i),
            Mean((i, j) => 1 / (i * i * j * j)), Mean((i, j) => i * i / (j * j)), Mean((i, j) => j * j / (i * i)), Mean((i, j) => i * i * j * j),
            greys, greys / runs, lengthsSquared, lengthsSquared / runs,
            runs / voxels, Mean((i, _) => (i - meanLevel) * (i - meanLevel)), Mean((_, j) => (j - meanLength) * (j - meanLength)),
            -cells.Sum(c => c.Runs / runs * Math.Log2(c.Runs / runs)),
        ];
    }
}
