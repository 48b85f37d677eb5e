namespace Lucarne.Insight.Certainty;

/// <summary>
/// Temperature scaling (Guo et al. 2017, "On calibration of modern neural networks", section 4.2): one number that all logits are divided by before
/// the softmax. It changes how sure an answer is and never which class it names.
/// </summary>
internal static class Temperature
{
    private const double Lowest = 0.05;
    private const double Highest = 20;
    private const double Floor = 1e-30;
    private const int Steps = 80;

    /// <summary>
    /// The temperature that makes the true classes of pictures most likely, between 0.05 and 20. Each target is softened by Platt's (1999)
    /// 1 / (n + 2): where all of a few pictures are right, the plain likelihood would ask for a certainty without end.
    /// </summary>
    /// <param name="probabilities">[N][K].</param>
    /// <param name="truth">[N].</param>
    /// <returns>1 where there is no picture.</returns>
    public static double Fit(IReadOnlyList<double[]> probabilities, IReadOnlyList<int> truth)
    {
        if (probabilities.Count == 0) return 1;
        var soft = 1.0 / (probabilities.Count + 2);

        // The loss is convex in 1/T, so it has one valley in log T as well: golden sections close in on it.
        var (low, high) = (Math.Log(Lowest), Math.Log(Highest));
        var ratio = (Math.Sqrt(5) - 1) / 2;
        for (var step = 0; step < Steps; step++)
        {
            var (left, right) = (high - (ratio * (high - low)), low + (ratio * (high - low)));
            if (Loss(probabilities, truth, Math.Exp(left), soft) <= Loss(probabilities, truth, Math.Exp(right), soft)) high = right;
            else low = left;
        }

        return Math.Exp((low + high) / 2);
    }

    /// <summary>Probabilities at a temperature: pₖ^(1/T), divided by their sum, which for a softmax is the softmax of the logits over T.</summary>
    public static double[] Apply(double[] probabilities, double temperature)
    {
        var logits = Logarithms(probabilities, temperature);
        var sum = LogSumExp(logits);
        return [.. logits.Select(value => Math.Exp(value - sum))];
    }

    /// <summary>The mean negative logarithm of the probability of softened targets.</summary>
    internal static double Loss(IReadOnlyList<double[]> probabilities, IReadOnlyList<int> truth, double temperature, double soft)
    {
        var total = 0.0;
        for (var i = 0; i < probabilities.Count; i++)
        {
            var logits = Logarithms(probabilities[i], temperature);
            var sum = LogSumExp(logits);
            for (var k = 0; k < logits.Length; k++)
                total += (k == truth[i] ? 1 - soft : soft / (logits.Length - 1)) * (sum - logits[k]);
        }

        return total / probabilities.Count;
    }

    private static double[] Logarithms(double[] probabilities, double temperature) =>
        [.. probabilities.Select(p => Math.Log(Math.Max(p, Floor)) / temperature)];

    private static double LogSumExp(double[] values)
    {
        var top = values.Max();
        return top + Math.Log(values.Sum(value => Math.Exp(value - top)));
    }
}
