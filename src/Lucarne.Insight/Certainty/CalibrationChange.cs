using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Randomness;

namespace Lucarne.Insight.Certainty;

/// <summary>What a temperature changed, after less before: below nothing it helped.</summary>
/// <param name="Ece">Of the calibration error over 15 bins of equal width.</param>
/// <param name="EceCi95">Its 95 % interval.</param>
/// <param name="LogLoss">Of the log loss.</param>
/// <param name="LogLossCi95">Its 95 % interval.</param>
internal sealed record CalibrationChange(double Ece, Interval EceCi95, double LogLoss, Interval LogLossCi95)
{
    private const int Bins = Reliability.DefaultBins;
    private const int Resamples = 2000;

    /// <summary>Of the same answers before and after, with percentile intervals by a bootstrap over groups.</summary>
    public static CalibrationChange Of(IReadOnlyList<Prediction> before, IReadOnlyList<Prediction> after, int seed)
    {
        Unit[] units = [.. before.Zip(after).GroupBy(pair => pair.First.Group ?? pair.First.File, StringComparer.Ordinal).Select(group => Unit.Of([.. group]))];
        var (ece, loss) = Difference(units);
        var chance = new Xoshiro256((ulong)seed);
        var (eces, losses) = (new double[Resamples], new double[Resamples]);
        var drawn = new Unit[units.Length];
        for (var r = 0; r < Resamples; r++)
        {
            for (var i = 0; i < drawn.Length; i++) drawn[i] = units[chance.Below(units.Length)];
            (eces[r], losses[r]) = Difference(drawn);
        }

        return new(ece, Percentiles(eces), loss, Percentiles(losses));
    }

    /// <summary>The calibration error is the sum over bins of |Σ (right − confidence)|, divided by the answers.</summary>
    private static (double Ece, double LogLoss) Difference(Unit[] units)
    {
        var (before, after) = (new double[Bins], new double[Bins]);
        var (count, loss) = (0, 0.0);
        foreach (var unit in units)
        {
            foreach (var (bin, gap) in unit.Before) before[bin] += gap;
            foreach (var (bin, gap) in unit.After) after[bin] += gap;
            count += unit.Before.Length;
            loss += unit.LossGained;
        }

        return ((after.Sum(Math.Abs) - before.Sum(Math.Abs)) / count, loss / count);
    }

    private static Interval Percentiles(double[] values)
    {
        Array.Sort(values);
        return new(AccuracyBootstrap.Quantile(values, 0.025), AccuracyBootstrap.Quantile(values, 0.975));
    }

    /// <summary>The answers of one group.</summary>
    private sealed record Unit((int Bin, double Gap)[] Before, (int Bin, double Gap)[] After, double LossGained)
    {
        public static Unit Of((Prediction Before, Prediction After)[] answers) => new(
            [.. answers.Select(pair => Gap(pair.Before))], [.. answers.Select(pair => Gap(pair.After))],
            answers.Sum(pair => ProbabilityScores.LogLoss([pair.After]) - ProbabilityScores.LogLoss([pair.Before])));

        private static (int, double) Gap(Prediction answer) => (Reliability.BinOf(answer.Confidence, Bins), (answer.IsRight ? 1 : 0) - answer.Confidence);
    }
}
