namespace Lucarne.Insight.Certainty;

/// <summary>An answer with what is known of its certainty.</summary>
/// <param name="Probabilities">Calibrated, [K].</param>
/// <param name="Set">The prediction set's classes, most probable first.</param>
/// <param name="Decision">What is to be made of it.</param>
/// <param name="OutOfDistribution">How foreign the picture is.</param>
internal sealed record Judged(double[] Probabilities, int[] Set, Decision Decision, OutOfDistribution? OutOfDistribution)
{
    /// <summary>The class with the highest probability, the first of a tie.</summary>
    public int Best => Array.IndexOf(Probabilities, Probabilities.Max());

    /// <summary>An answer of a run that does not know how sure it is.</summary>
    public static Judged Unknown(double[] probabilities) => new(probabilities, [], Decision.CertaintyUnknown, null);
}
