using System.Text.Json;
using Lucarne.Learning.Randomness;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;
using Lucarne.Learning.Split;

namespace Lucarne.Learning.Evaluate;

/// <summary>Two networks on the same pictures: how many each alone had right, and whether the difference may be chance.</summary>
/// <param name="N">Pictures that both were judged on.</param>
/// <param name="Units">Groups (patients) that are drawn again for the interval; pictures where none are known.</param>
/// <param name="AccuracyFirst">Fraction that the first had right.</param>
/// <param name="AccuracySecond">Fraction that the second had right.</param>
/// <param name="DifferenceCi95">95 % interval of the second's accuracy minus the first's: percentile bootstrap over units, both networks in each draw.</param>
/// <param name="OnlyFirst">Pictures that the first alone had right.</param>
/// <param name="OnlySecond">Pictures that the second alone had right.</param>
/// <param name="McNemarP">Two-sided p of McNemar's exact test (McNemar 1947; binomial with 1/2). It takes pictures for independent, which those of one patient are not.</param>
/// <param name="LeftOut">Pictures that one of the two was not judged on.</param>
public sealed record PairedComparison(
    int N, int Units, double AccuracyFirst, double AccuracySecond, Interval DifferenceCi95, int OnlyFirst, int OnlySecond, double McNemarP, int LeftOut)
{
    private const int Resamples = 10_000;

    /// <summary>The second's accuracy minus the first's.</summary>
    public double Difference => AccuracySecond - AccuracyFirst;

    /// <summary>Compares two folders that hold predictions.csv: runs, cross-validations, or what <c>evaluate --out</c> wrote.</summary>
    /// <exception cref="EvaluationException">A folder holds no answers, or they are not about the same pictures.</exception>
    public static PairedComparison Of(RunFolder first, RunFolder second, int seed)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var (one, other) = (PredictionsCsv.Read(first.Predictions), PredictionsCsv.Read(second.Predictions));
        return Of((one, first.Path), (other, second.Path), Groups(first).Concat(Groups(second)).GroupBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => pair.First().Value), seed);
    }

    internal static PairedComparison Of((PredictionTable Table, string Name) first, (PredictionTable Table, string Name) second, IReadOnlyDictionary<string, string> groups, int seed)
    {
        var there = second.Table.Predictions.ToDictionary(prediction => prediction.File, StringComparer.Ordinal);
        var pairs = first.Table.Predictions.Where(prediction => there.ContainsKey(prediction.File)).Select(prediction => (First: prediction, Second: there[prediction.File])).ToList();
        if (pairs.Count == 0) throw new EvaluationException($"{first.Name} and {second.Name} were judged on different pictures; judge both on one folder with `lucarne evaluate RUN --data DIR --out DIR` and compare what that writes.");
        foreach (var (a, b) in pairs)
        {
            var (truth, otherTruth) = (first.Table.Classes[a.Truth], second.Table.Classes[b.Truth]);
            if (truth != otherTruth) throw new EvaluationException($"{a.File} is '{truth}' in {first.Name} and '{otherTruth}' in {second.Name}: these are not answers to the same question.");
        }

        var units = pairs.GroupBy(pair => groups.GetValueOrDefault(pair.First.File, pair.First.File), StringComparer.Ordinal)
            .Select(group => (Pictures: group.Count(), Gain: group.Sum(pair => (pair.Second.IsRight ? 1 : 0) - (pair.First.IsRight ? 1 : 0)))).ToArray();
        var onlyFirst = pairs.Count(pair => pair.First.IsRight && !pair.Second.IsRight);
        var onlySecond = pairs.Count(pair => !pair.First.IsRight && pair.Second.IsRight);
        return new(
            pairs.Count, units.Length, pairs.Average(pair => pair.First.IsRight ? 1.0 : 0), pairs.Average(pair => pair.Second.IsRight ? 1.0 : 0),
            Bootstrap(units, seed), onlyFirst, onlySecond, ExactMcNemar(onlyFirst, onlySecond), first.Table.Predictions.Count + second.Table.Predictions.Count - (2 * pairs.Count));
    }

    /// <summary>The probability of a split at least as uneven when either side is equally likely.</summary>
    internal static double ExactMcNemar(int one, int other)
    {
        var n = one + other;
        var logarithm = -n * Math.Log(2);
        var sum = 0.0;
        for (var k = 0; k <= Math.Min(one, other); k++)
        {
            sum += Math.Exp(logarithm);
            logarithm += Math.Log(n - k) - Math.Log(k + 1);
        }

        return Math.Min(1, 2 * sum);
    }

    /// <summary>The comparison as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonFile.Form);

    private static Interval Bootstrap((int Pictures, int Gain)[] units, int seed)
    {
        var random = new Xoshiro256((ulong)seed);
        var differences = new double[Resamples];
        for (var r = 0; r < Resamples; r++)
        {
            var (pictures, gain) = (0, 0);
            for (var i = 0; i < units.Length; i++)
            {
                var unit = units[random.Below(units.Length)];
                (pictures, gain) = (pictures + unit.Pictures, gain + unit.Gain);
            }

            differences[r] = (double)gain / pictures;
        }

        Array.Sort(differences);
        return new(AccuracyBootstrap.Quantile(differences, 0.025), AccuracyBootstrap.Quantile(differences, 0.975));
    }

    /// <summary>Which patient each picture is of, from the run's split or from that of a cross-validation's first fold.</summary>
    private static ValueList<KeyValuePair<string, string>> Groups(RunFolder folder)
    {
        var split = new[] { folder.Split, new RunFolder(Path.Combine(folder.Path, "fold-1")).Split }.FirstOrDefault(File.Exists);
        return split is null ? [] : SplitFile.Read(split).Groups;
    }
}
