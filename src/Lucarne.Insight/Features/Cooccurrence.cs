namespace Lucarne.Insight.Features;

/// <summary>
/// Grey-level co-occurrence (Haralick, Shanmugam and Dinstein 1973) as the IBSI reference manual v11 defines it in section 3.6: which
/// levels are neighbours at distance 1, counted both ways, logarithms to base 2.
/// </summary>
internal static class Cooccurrence
{
    /// <summary>The figures' names, in the order of <see cref="Of"/>, as in IBSI 3.6.1 to 3.6.25.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "joint_maximum", "joint_average", "joint_variance", "joint_entropy", "difference_average", "difference_variance", "difference_entropy",
        "sum_average", "sum_variance", "sum_entropy", "angular_second_moment", "contrast", "dissimilarity", "inverse_difference",
        "inverse_difference_normalised", "inverse_difference_moment", "inverse_difference_moment_normalised", "inverse_variance", "correlation",
        "autocorrelation", "cluster_tendency", "cluster_shade", "cluster_prominence", "information_correlation_1", "information_correlation_2",
    ];

    /// <summary>The figures of a region.</summary>
    public static double[] Of(GreyLevels levels, TextureAggregation way) =>
        TextureCounting.Of(levels, way, () => new double[levels.Count, levels.Count], Count, Describe);

    private static void Count(GreyLevels levels, Direction d, double[,] matrix)
    {
        for (var z = 0; z < levels.Slices; z++)
        {
            for (var y = 0; y < levels.Rows; y++)
            {
                for (var x = 0; x < levels.Columns; x++)
                {
                    var (own, next) = (levels.At(x, y, z), levels.At(x + d.X, y + d.Y, z + d.Z));
                    if (own == 0 || next == 0) continue;
                    matrix[own - 1, next - 1]++;
                    matrix[next - 1, own - 1]++;
                }
            }
        }
    }

    private static double[] Describe(double[,] matrix)
    {
        var levels = matrix.GetLength(0);
        var pairs = Math.Max(1, matrix.Cast<double>().Sum());
        var row = new double[levels];
        var difference = new double[levels];
        var sum = new double[(2 * levels) + 1];
        var p = new List<(int I, int J, double P)>();
        for (var i = 1; i <= levels; i++)
        {
            for (var j = 1; j <= levels; j++)
            {
                if (matrix[i - 1, j - 1] == 0) continue;
                var part = matrix[i - 1, j - 1] / pairs;
                p.Add((i, j, part));
                row[i - 1] += part;
                difference[Math.Abs(i - j)] += part;
                sum[i + j] += part;
            }
        }

        var mean = p.Sum(c => c.I * c.P);
        var variance = p.Sum(c => Square(c.I - mean) * c.P);
        var differenceMean = difference.Select((part, k) => k * part).Sum();
        var sumMean = sum.Select((part, k) => k * part).Sum();
        var (jointEntropy, rowEntropy) = (Entropy(p.Select(c => c.P)), Entropy(row));
        // The matrix is symmetric, so that both marginals are the same and the entropy of their product is twice one's.
        var (first, second) = (-p.Sum(c => c.P * Math.Log2(row[c.I - 1] * row[c.J - 1])), 2 * rowEntropy);
        double Sum(Func<int, double> of) => p.Sum(c => of(c.I - c.J) * c.P);
        double Cluster(int power) => p.Sum(c => Math.Pow(c.I + c.J - (2 * mean), power) * c.P);
        return
        [
            p.Select(c => c.P).DefaultIfEmpty().Max(), mean, variance, jointEntropy,
            differenceMean, difference.Select((part, k) => Square(k - differenceMean) * part).Sum(), Entropy(difference),
            sumMean, sum.Select((part, k) => Square(k - sumMean) * part).Sum(), Entropy(sum),
            p.Sum(c => c.P * c.P), Sum(d => d * d), Sum(d => Math.Abs(d)), Sum(d => 1.0 / (1 + Math.Abs(d))),
            Sum(d => 1 / (1 + ((double)Math.Abs(d) / levels))), Sum(d => 1.0 / (1 + (d * d))), Sum(d => 1 / (1 + (d * d / Square(levels)))),
            Sum(d => d == 0 ? 0 : 1.0 / (d * d)), variance > 0 ? p.Sum(c => (c.I - mean) * (c.J - mean) * c.P) / variance : double.NaN,
            p.Sum(c => c.I * c.J * c.P), Cluster(2), Cluster(3), Cluster(4),
            rowEntropy > 0 ? (jointEntropy - first) / rowEntropy : double.NaN, Math.Sqrt(Math.Max(0, 1 - Math.Exp(-2 * (second - jointEntropy)))),
        ];
    }

    private static double Square(double value) => value * value;

    private static double Entropy(IEnumerable<double> parts) => -parts.Where(part => part > 0).Sum(part => part * Math.Log2(part));
}
