namespace Lucarne.Learning.Check;

/// <summary>Union-find over 0 … count − 1, with path halving; the smallest member stands for its set.</summary>
internal sealed class DisjointSets
{
    private readonly int[] parent;

    public DisjointSets(int count) => parent = [.. Enumerable.Range(0, count)];

    public int Find(int item)
    {
        while (parent[item] != item)
        {
            parent[item] = parent[parent[item]];
            item = parent[item];
        }

        return item;
    }

    public void Join(int a, int b)
    {
        var (first, second) = (Find(a), Find(b));
        if (first < second) parent[second] = first;
        else parent[first] = second;
    }

    /// <summary>The members of each set, ascending, sets by their smallest member.</summary>
    public IReadOnlyList<int[]> Sets() =>
        [.. Enumerable.Range(0, parent.Length).GroupBy(Find).OrderBy(set => set.Key).Select(set => set.ToArray())];
}
