using Lucarne.Learning.Predict;
using Lucarne.Learning.Randomness;

namespace Lucarne.Insight.Explanation;

/// <summary>
/// Deletion and insertion (Petsiuk, Das and Saenko 2018): the parts of a picture are covered with its mean value, those first that a map calls
/// important, and the class's probability is followed; or they are uncovered in that order. A map that says where the network looks makes the
/// first curve fall early (a small area under it) and the second rise early (a large one). The same in a random order is what both are compared with.
/// </summary>
internal static class PixelGame
{
    private const int Grid = 8;
    private const int Steps = 8;

    /// <summary>Areas under both curves, 0 to 1, in a map's order and in a random one.</summary>
    public static Areas Play(TrainedModel model, byte[] shaped, int label, SquareMap map, Xoshiro256 chance)
    {
        int[] cells = [.. Enumerable.Range(0, Grid * Grid)];
        int[] byMap = [.. cells.OrderByDescending(cell => map.At(((cell % Grid) + 0.5) / Grid, ((cell / Grid) + 0.5) / Grid))];
        var byChance = (int[])cells.Clone();
        chance.Shuffle<int>(byChance);
        return new Areas(
            Area(model, shaped, label, byMap, covers: true), Area(model, shaped, label, byMap, covers: false),
            Area(model, shaped, label, byChance, covers: true), Area(model, shaped, label, byChance, covers: false));
    }

    private static double Area(TrainedModel model, byte[] shaped, int label, int[] order, bool covers)
    {
        var side = model.Shaper.Side;
        var means = Occlusion.Means(shaped, side * side);
        var pictures = Enumerable.Range(0, Steps + 1).Select(step =>
        {
            var first = order.Take(order.Length * step / Steps).ToHashSet();
            return Covered(shaped, side, means, cell => first.Contains(cell) == covers);
        }).ToList();
        double[] curve = [.. model.Inspect(pictures).Select(seen => seen.Probabilities[label])];
        return curve.Zip(curve.Skip(1)).Average(pair => (pair.First + pair.Second) / 2);
    }

    private static byte[] Covered(byte[] shaped, int side, byte[] means, Func<int, bool> isCovered)
    {
        var covered = (byte[])shaped.Clone();
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                if (!isCovered((y * Grid / side * Grid) + (x * Grid / side))) continue;
                for (var channel = 0; channel < means.Length; channel++) covered[(((channel * side) + y) * side) + x] = means[channel];
            }
        }

        return covered;
    }
}

/// <summary>Areas under the curves of deletion and insertion, in a map's order and in a random one; 0 to 1.</summary>
internal sealed record Areas(double Deletion, double Insertion, double RandomDeletion, double RandomInsertion);
