using Lucarne.Torch;

namespace Lucarne.Insight.Certainty;

/// <summary>
/// Temperature scaling (Guo et al. 2017, "On calibration of modern neural networks", section 4.2): one number that all logits are divided by before
/// the softmax. It changes how sure an answer is and never which class it names.
/// </summary>
internal static class Temperature
{
    private const double Lowest = 0.05;
    private const double Highest = 20;
    private const double PriorDeviation = 0.25;
    private const double Floor = 1e-30;
    private const int Steps = 80;

    /// <summary>
    /// The temperature that makes the true classes of pictures most likely, between 0.05 and 20, with log T taken for normal about 0 beforehand: a few
    /// dozen pictures say little, and where all of them are right the likelihood alone would ask for a certainty without end. Ten folds of 28
    /// brain slices each gave a lower loss on the part kept apart with it, and a higher one without (ADR 18). Of hundreds of pictures it takes nothing.
    /// </summary>
    /// <param name="probabilities">[N][K].</param>
    /// <param name="truth">[N].</param>
    /// <returns>1 where there is no picture.</returns>
    public static double Fit(IReadOnlyList<double[]> probabilities, IReadOnlyList<int> truth)
    {
        if (probabilities.Count == 0) return 1;

        // The likelihood has one valley in log T, and the prior but deepens it: golden sections close in on it.
        var (low, high) = (Math.Log(Lowest), Math.Log(Highest));
        var ratio = (Math.Sqrt(5) - 1) / 2;
        for (var step = 0; step < Steps; step++)
        {
            var (left, right) = (high - (ratio * (high - low)), low + (ratio * (high - low)));
            if (Penalised(left) <= Penalised(right)) high = right;
            else low = left;
        }

        return Math.Exp((low + high) / 2);

        double Penalised(double logarithm) =>
            Loss(probabilities, truth, Math.Exp(logarithm)) + (logarithm * logarithm / (2 * PriorDeviation * PriorDeviation * probabilities.Count));
    }

    /// <summary>Probabilities at a temperature: pₖ^(1/T), divided by their sum, which for a softmax is the softmax of the logits over T.</summary>
    public static double[] Apply(double[] probabilities, double temperature)
    {
        var logits = Logarithms(probabilities, temperature);
        var sum = LogSumExp(logits);
        return [.. logits.Select(value => Math.Exp(value - sum))];
    }

    /// <summary>The same for probabilities [N, K] as one computation on tensors.</summary>
    public static Tensor Apply(Tensor probabilities, double temperature) => (probabilities.Clamp(Floor, 1).Log() * (1 / temperature)).Softmax(1);

    /// <summary>The mean negative logarithm of the true classes' probabilities at a temperature.</summary>
    internal static double Loss(IReadOnlyList<double[]> probabilities, IReadOnlyList<int> truth, double temperature)
    {
        var total = 0.0;
        for (var i = 0; i < probabilities.Count; i++)
        {
            var logits = Logarithms(probabilities[i], temperature);
            total += LogSumExp(logits) - logits[truth[i]];
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
