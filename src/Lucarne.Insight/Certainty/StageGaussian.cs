using Lucarne.Torch;

namespace Lucarne.Insight.Certainty;

/// <summary>
/// Where the figures of one stage of a network lie for pictures learned from: a normal distribution in standardised figures, whose covariance is
/// shrunk towards independence because there are more figures than pictures (Lee et al. 2018 measure Mahalanobis distances stage by stage; the
/// shrinking is Ledoit and Wolf's 2004 target with a fixed share).
/// </summary>
/// <param name="Mean">[D].</param>
/// <param name="Deviation">[D].</param>
/// <param name="Directions">The principal directions kept, each [D] of length 1.</param>
/// <param name="Variances">Along them.</param>
internal sealed record StageGaussian(float[] Mean, float[] Deviation, float[][] Directions, float[] Variances)
{
    /// <summary>How far the covariance is drawn towards independence. Between 0.1 and 0.5 it makes no difference that could be measured.</summary>
    private const double Shrinkage = 0.3;

    /// <summary>The most directions kept; beyond, one mean variance stands for all.</summary>
    private const int MostDirections = 128;

    // A channel that is silent in every picture has no deviation; a whisper there must not outweigh all other channels.
    private const double SmallestDeviation = 0.05;

    private static readonly Operator Eigen = new("aten::linalg_eigh");

    private int Size => Mean.Length;

    /// <summary>The distribution of rows [N][D], N at least 2.</summary>
    public static StageGaussian Fit(IReadOnlyList<float[]> rows)
    {
        var size = rows[0].Length;
        var (mean, deviation) = Moments(rows, size);
        using var scope = new TensorScope();
        var standard = Tensor.From<double>([.. rows.SelectMany(row => Standardise(row, mean, deviation))], rows.Count, size);
        var across = rows.Count <= size;
        var other = standard.Transpose(0, 1);
        var square = (across ? standard.Matmul(other) : other.Matmul(standard)) * (1.0 / rows.Count);
        var (values, vectors) = Eigen.CallPair(square);

        // Ascending: the last are the largest. Of an N × N product, its eigenvectors are turned into directions.
        var variances = values.ToArray<double>();
        int[] kept = [.. Enumerable.Range(0, variances.Length).Reverse().Take(MostDirections).Where(i => variances[i] > 1e-9 * variances[^1] && variances[i] > 0)];
        var directions = kept.Select(i =>
        {
            var vector = vectors.Select(1, i);
            if (across) vector = other.Matmul(vector.Unsqueeze(1)).Squeeze(1) * (1 / Math.Sqrt(variances[i] * rows.Count));
            return vector.ToArray<float>();
        }).ToArray();
        return new StageGaussian(mean, deviation, directions, [.. kept.Select(i => (float)variances[i])]);
    }

    /// <summary>The squared Mahalanobis distance of a row from the mean, per dimension: below 1 for most rows of the distribution.</summary>
    public double Distance(float[] row)
    {
        if (Size == 0) return 0;
        var z = Standardise(row, Mean, Deviation);
        var rest = z.Sum(value => value * value);
        var sum = 0.0;
        for (var i = 0; i < Directions.Length; i++)
        {
            var along = 0.0;
            var direction = Directions[i];
            for (var k = 0; k < z.Length; k++) along += z[k] * direction[k];
            rest -= along * along;
            sum += along * along / Shrunk(Variances[i]);
        }

        return (sum + (Math.Max(0, rest) / Shrunk(RestVariance()))) / Size;
    }

    private static double Shrunk(double variance) => ((1 - Shrinkage) * variance) + Shrinkage;

    /// <summary>The mean variance along the directions not kept: the standardised figures have a variance of 1 each to share.</summary>
    private double RestVariance() =>
        Directions.Length >= Size ? 0 : Math.Max(0, Size - Variances.Sum(value => (double)value)) / (Size - Directions.Length);

    private static (float[] Mean, float[] Deviation) Moments(IReadOnlyList<float[]> rows, int size)
    {
        var mean = new double[size];
        foreach (var row in rows)
            for (var k = 0; k < size; k++) mean[k] += row[k] / (double)rows.Count;
        var deviation = new double[size];
        foreach (var row in rows)
            for (var k = 0; k < size; k++) deviation[k] += (row[k] - mean[k]) * (row[k] - mean[k]) / rows.Count;
        for (var k = 0; k < size; k++) deviation[k] = Math.Sqrt(deviation[k]);
        var floor = Math.Max(SmallestDeviation * deviation.Average(), 1e-12);
        return ([.. mean.Select(value => (float)value)], [.. deviation.Select(value => (float)Math.Max(value, floor))]);
    }

    private static double[] Standardise(float[] row, float[] mean, float[] deviation)
    {
        var z = new double[row.Length];
        for (var k = 0; k < z.Length; k++) z[k] = ((double)row[k] - mean[k]) / deviation[k];
        return z;
    }
}
