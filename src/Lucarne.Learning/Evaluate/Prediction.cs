namespace Lucarne.Learning.Evaluate;

/// <summary>What a network said of one picture whose class is known.</summary>
/// <param name="File">The picture, relative to the data root, with forward slashes.</param>
/// <param name="Truth">Index of its true class.</param>
/// <param name="Probabilities">One probability per class, [K], in the order of the classes; they sum to one.</param>
/// <param name="Group">The patient or near-copy group the picture belongs to; null where none is known.</param>
public sealed record Prediction(string File, int Truth, double[] Probabilities, string? Group = null)
{
    /// <summary>Index of the class with the highest probability; the first one of a tie, as NumPy's argmax.</summary>
    public int Predicted
    {
        get
        {
            var best = 0;
            for (var k = 1; k < Probabilities.Length; k++)
                if (Probabilities[k] > Probabilities[best]) best = k;
            return best;
        }
    }

    /// <summary>Probability given to <see cref="Predicted"/>, 0 to 1.</summary>
    public double Confidence => Probabilities[Predicted];

    /// <summary>Whether the class with the highest probability is the true one.</summary>
    public bool IsRight => Predicted == Truth;

    /// <summary>
    /// The wrong answers, worst first: those that gave the most probability to the wrong class, and among equals the
    /// least to the true one; then by file name, so that the order is the same on every machine.
    /// </summary>
    public static IReadOnlyList<Prediction> WorstMistakes(IEnumerable<Prediction> predictions, int count) =>
        [.. predictions.Where(p => !p.IsRight)
            .OrderByDescending(p => p.Confidence)
            .ThenBy(p => p.Probabilities[p.Truth])
            .ThenBy(p => p.File, StringComparer.Ordinal)
            .Take(count)];
}
