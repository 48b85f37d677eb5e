namespace Lucarne.Insight.Exploration;

/// <summary>
/// Multinomial logistic regression: linear scores [K] per row, a softmax over them, fitted by the sum of negative log-likelihoods plus
/// half the squared weights (intercepts go free), as scikit-learn's default has it with C = 1.
/// </summary>
/// <param name="Weights">[K][D + 1], the intercept last.</param>
internal sealed record LogisticRegression(double[][] Weights)
{
    private const double Tolerance = 1e-5;
    private const int MostIterations = 300;

    /// <summary>Fits rows [N][D], best standardised, with the class of each, 0 … <paramref name="classes"/> − 1.</summary>
    public static LogisticRegression Fit(double[][] rows, int[] labels, int classes, CancellationToken cancellation = default)
    {
        var width = rows[0].Length + 1;
        var flat = LimitedMemoryBfgs.Minimise(new double[classes * width], (at, slope) => Loss(rows, labels, classes, at, slope), Tolerance * rows.Length, MostIterations, cancellation);
        return new([.. flat.Chunk(width)]);
    }

    /// <summary>The probability of each class, [K].</summary>
    public double[] Probabilities(double[] row)
    {
        double[] scores = [.. Weights.Select(weights => Score(weights, row))];
        Softmax(scores);
        return scores;
    }

    private static double Loss(double[][] rows, int[] labels, int classes, double[] at, double[] slope)
    {
        var width = rows[0].Length + 1;
        var loss = 0.0;
        for (var i = 0; i < at.Length; i++)
        {
            var penalised = (i + 1) % width == 0 ? 0 : at[i];
            slope[i] = penalised;
            loss += penalised * penalised / 2;
        }

        var scores = new double[classes];
        for (var i = 0; i < rows.Length; i++)
        {
            for (var k = 0; k < classes; k++) scores[k] = Score(at.AsSpan(k * width, width), rows[i]);
            Softmax(scores);
            loss -= Math.Log(Math.Max(double.Epsilon, scores[labels[i]]));
            for (var k = 0; k < classes; k++)
            {
                var error = scores[k] - (labels[i] == k ? 1 : 0);
                var own = slope.AsSpan(k * width, width);
                for (var d = 0; d < rows[i].Length; d++) own[d] += error * rows[i][d];
                own[^1] += error;
            }
        }

        return loss;
    }

    private static double Score(ReadOnlySpan<double> weights, double[] row)
    {
        var sum = weights[^1];
        for (var d = 0; d < row.Length; d++) sum += weights[d] * row[d];
        return sum;
    }

    private static void Softmax(double[] scores)
    {
        var highest = scores.Max();
        var sum = 0.0;
        for (var k = 0; k < scores.Length; k++) sum += scores[k] = Math.Exp(scores[k] - highest);
        for (var k = 0; k < scores.Length; k++) scores[k] /= sum;
    }
}
