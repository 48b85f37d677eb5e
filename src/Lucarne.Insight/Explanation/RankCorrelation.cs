namespace Lucarne.Insight.Explanation;

/// <summary>Spearman's rank correlation.</summary>
internal static class RankCorrelation
{
    /// <summary>The correlation of the ranks of two rows of equal length, those of equals averaged; null where one row is constant.</summary>
    public static double? Of(IReadOnlyList<float> left, IReadOnlyList<float> right)
    {
        var (a, b) = (Ranks(left), Ranks(right));
        var middle = (left.Count - 1) / 2.0;
        var (product, ofA, ofB) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            product += (a[i] - middle) * (b[i] - middle);
            ofA += (a[i] - middle) * (a[i] - middle);
            ofB += (b[i] - middle) * (b[i] - middle);
        }

        return ofA == 0 || ofB == 0 ? null : product / Math.Sqrt(ofA * ofB);
    }

    private static double[] Ranks(IReadOnlyList<float> values)
    {
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(i => values[i])];
        var ranks = new double[values.Count];
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            while (end + 1 < order.Length && values[order[end + 1]] == values[order[start]]) end++;
            for (var i = start; i <= end; i++) ranks[order[i]] = (start + end) / 2.0;
            start = end + 1;
        }

        return ranks;
    }
}
