using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Randomness;

namespace Lucarne.Insight.Certainty;

/// <summary>
/// How far stated confidence is from being right, with what chance alone would show. The usual calibration error is never below nothing and grows as
/// pictures grow few, so that by itself it cannot tell a bad network from a small set.
/// </summary>
/// <param name="LogLoss">Mean negative logarithm of the true class's probability.</param>
/// <param name="Ece">Over 15 bins of equal width, as in metrics.json (Guo et al. 2017).</param>
/// <param name="EceEqualMass">Over bins of equally many answers (Nixon et al. 2019).</param>
/// <param name="Rms">Root mean square over the latter bins with the part taken away that few answers add (Kumar, Liang and Ma 2019, "Verified uncertainty
/// calibration", the debiased estimator); 0 where nothing is left.</param>
/// <param name="EceByChance">The mean of <paramref name="Ece"/> that a network would show whose every confidence is exactly true (Bröcker and Smith 2007).</param>
/// <param name="ChanceShare">How often such a network shows an <paramref name="Ece"/> as large as this one: below 0.05 it is more than chance.</param>
internal sealed record CalibrationError(double LogLoss, double Ece, double EceEqualMass, double Rms, double EceByChance, double ChanceShare)
{
    private const int MostBins = 15;
    private const int FewestInBin = 10;
    private const int Draws = 1000;

    /// <summary>Of answers, at least one.</summary>
    /// <param name="answers">The answers.</param>
    /// <param name="seed">Of the draws that say what chance would show.</param>
    public static CalibrationError Of(IReadOnlyList<Prediction> answers, int seed)
    {
        var ece = Reliability.ExpectedCalibrationError(Reliability.Bins(answers));
        var (mass, square) = EqualMass(answers);
        var (mean, share) = ByChance([.. answers.Select(answer => answer.Confidence)], ece, seed);
        return new(ProbabilityScores.LogLoss(answers), ece, mass, Math.Sqrt(Math.Max(0, square)), mean, share);
    }

    private static (double Ece, double Square) EqualMass(IReadOnlyList<Prediction> answers)
    {
        Prediction[] sorted = [.. answers.OrderBy(answer => answer.Confidence).ThenBy(answer => answer.File, StringComparer.Ordinal)];
        var bins = Math.Clamp(sorted.Length / FewestInBin, 1, MostBins);
        var (ece, square) = (0.0, 0.0);
        for (var bin = 0; bin < bins; bin++)
        {
            var held = sorted[(int)((long)bin * sorted.Length / bins)..(int)((long)(bin + 1) * sorted.Length / bins)];
            var accuracy = (double)held.Count(answer => answer.IsRight) / held.Length;
            var gap = accuracy - held.Average(answer => answer.Confidence);
            var weight = (double)held.Length / sorted.Length;
            ece += weight * Math.Abs(gap);
            square += weight * ((gap * gap) - (held.Length > 1 ? accuracy * (1 - accuracy) / (held.Length - 1) : 0));
        }

        return (ece, square);
    }

    private static (double Mean, double Share) ByChance(double[] confidences, double seen, int seed)
    {
        int[] bins = [.. confidences.Select(confidence => Reliability.BinOf(confidence, Reliability.DefaultBins))];
        var (sum, above) = (0.0, 0);
        for (var draw = 0; draw < Draws; draw++)
        {
            var chance = Xoshiro256.For(seed, draw);
            var gaps = new double[Reliability.DefaultBins];
            for (var i = 0; i < confidences.Length; i++) gaps[bins[i]] += (chance.Unit() < confidences[i] ? 1 : 0) - confidences[i];
            var ece = gaps.Sum(Math.Abs) / confidences.Length;
            sum += ece;
            if (ece >= seen) above++;
        }

        return (sum / Draws, (double)above / Draws);
    }
}
