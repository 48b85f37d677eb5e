using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Randomness;

namespace Lucarne.Learning.Tests.Evaluate;

/// <summary>Seeded predictions of an imagined network: right most of the time, with ties where asked.</summary>
internal static class SyntheticPredictions
{
    public static IReadOnlyList<Prediction> Draw(
        int classes, int count, ulong seed, double skill = 2, int? decimals = null, int[]? leftOut = null, int groupSize = 0)
    {
        var random = new Xoshiro256(seed);
        var present = Enumerable.Range(0, classes).Except(leftOut ?? []).ToArray();
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            // Squared, so that the classes are of unequal size.
            var draw = Uniform(random);
            var truth = present[(int)(draw * draw * present.Length)];
            var weights = Enumerable.Range(0, classes)
                .Select(k => Math.Exp((k == truth ? skill : 0) + (3 * (Uniform(random) - 0.5)))).ToArray();
            var sum = weights.Sum();
            var probabilities = weights.Select(w => w / sum).ToArray();
            if (decimals is int d)
            {
                // Rounded to make ties, and the top class never to zero; then brought back to a sum of one.
                var rounded = probabilities.Select(p => p == probabilities.Max() ? Math.Max(Math.Round(p, d), 0.1) : Math.Round(p, d)).ToArray();
                probabilities = [.. rounded.Select(p => p / rounded.Sum())];
            }
            return new Prediction($"class{truth}/picture{i:0000}.png", truth, probabilities, groupSize > 0 ? $"patient{i / groupSize}" : null);
        })];
    }

    public static string[] Names(int classes) => [.. Enumerable.Range(0, classes).Select(k => $"class {k}")];

    public static double Uniform(Xoshiro256 random) => (random.Next() >> 11) * (1.0 / (1UL << 53));
}
