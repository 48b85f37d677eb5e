using Lucarne.Learning.Randomness;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Check;

/// <summary>Draws the split that ignores groups, to count what it would leak.</summary>
internal static class RandomSplitLeak
{
    /// <summary>Shuffles each class and cuts it by the fractions, as a stratified random split does, then counts the test pictures that
    /// have a copy, or a picture of their group, in the training part.</summary>
    public static LeakSummary Of(IReadOnlyList<PictureRecord> pictures, IReadOnlyList<(int A, int B)> near, string[] groups, SplitOptions options)
    {
        var part = Draw(pictures, options);
        var trained = groups.Where((_, i) => part[i] == 0).ToHashSet(StringComparer.Ordinal);
        var copied = new HashSet<int>();
        foreach (var (a, b) in near)
        {
            if (part[a] == 2 && part[b] == 0) copied.Add(a);
            if (part[b] == 2 && part[a] == 0) copied.Add(b);
        }

        var test = part.Count(p => p == 2);
        var together = Enumerable.Range(0, part.Length).Count(i => part[i] == 2 && trained.Contains(groups[i]));
        return new(test, copied.Count, test == 0 ? 0 : Math.Round((double)copied.Count / test, 6), together);
    }

    private static int[] Draw(IReadOnlyList<PictureRecord> pictures, SplitOptions options)
    {
        var random = new Xoshiro256((ulong)options.Seed);
        var part = new int[pictures.Count];
        foreach (var members in Enumerable.Range(0, pictures.Count).GroupBy(i => pictures[i].ClassName).OrderBy(set => set.Key, StringComparer.Ordinal))
        {
            int[] order = [.. members];
            random.Shuffle<int>(order);
            var test = (int)Math.Round(options.Test * order.Length, MidpointRounding.AwayFromZero);
            var validation = (int)Math.Round(options.Validation * order.Length, MidpointRounding.AwayFromZero);
            for (var i = 0; i < order.Length; i++) part[order[i]] = i < test ? 2 : i < test + validation ? 1 : 0;
        }

        return part;
    }
}
