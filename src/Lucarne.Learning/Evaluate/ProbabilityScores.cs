namespace Lucarne.Learning.Evaluate;

/// <summary>Scores that judge the probabilities themselves, not only the order they put classes in.</summary>
internal static class ProbabilityScores
{
    // The smallest step of a double above one, numpy.finfo(float64).eps.
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>
    /// Brier's original score for several classes: the mean over pictures of Σₖ (pₖ − yₖ)², from 0 to 2. For two
    /// classes it is twice what scikit-learn's brier_score_loss gives (Brier 1950).
    /// </summary>
    public static double Brier(IReadOnlyList<Prediction> predictions) => predictions.Average(p =>
    {
        var sum = 0.0;
        for (var k = 0; k < p.Probabilities.Length; k++)
        {
            var error = p.Probabilities[k] - (k == p.Truth ? 1 : 0);
            sum += error * error;
        }
        return sum;
    });

    /// <summary>
    /// Mean negative natural logarithm of the probability given to the true class, each probability first clipped to
    /// [ε, 1 − ε] with ε = 2⁻⁵² and each picture's then divided by their sum, as scikit-learn's log_loss.
    /// </summary>
    public static double LogLoss(IReadOnlyList<Prediction> predictions) => predictions.Average(p =>
    {
        var sum = p.Probabilities.Sum(Clip);
        return -Math.Log(Clip(p.Probabilities[p.Truth]) / sum);
    });

    private static double Clip(double probability) => Math.Clamp(probability, Epsilon, 1 - Epsilon);
}
