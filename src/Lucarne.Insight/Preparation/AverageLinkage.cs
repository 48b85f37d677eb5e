namespace Lucarne.Insight.Preparation;

/// <summary>Two clusters that were joined: leaves are 0 … n − 1, the cluster of the first joint is n, and so on.</summary>
internal sealed record Joint(int First, int Second, double Distance);

/// <summary>Hierarchical clustering by average linkage (UPGMA, Sokal and Michener 1958).</summary>
/// <param name="Joints">In the order in which they were made, n − 1 of them.</param>
internal sealed record AverageLinkage(IReadOnlyList<Joint> Joints)
{
    /// <summary>Joins the nearest clusters until one is left.</summary>
    /// <param name="distances">Of every two leaves, [n][n].</param>
    public static AverageLinkage Of(double[][] distances)
    {
        var between = distances.Select(row => row.ToArray()).ToList();
        var live = Enumerable.Range(0, distances.Length).Select(leaf => (Name: leaf, Size: 1, At: leaf)).ToList();
        var joints = new List<Joint>();
        while (live.Count > 1)
        {
            var (a, b, least) = Nearest(live, between);
            var (first, second) = (live[a], live[b]);
            foreach (var other in live)
            {
                // The mean over all pairs is the mean of both clusters' means, weighed by their sizes.
                var mean = ((first.Size * between[first.At][other.At]) + (second.Size * between[second.At][other.At])) / (first.Size + second.Size);
                between[first.At][other.At] = between[other.At][first.At] = mean;
            }

            live[a] = (distances.Length + joints.Count, first.Size + second.Size, first.At);
            live.RemoveAt(b);
            joints.Add(new(Math.Min(first.Name, second.Name), Math.Max(first.Name, second.Name), least));
        }

        return new(joints);
    }

    /// <summary>The leaves so that those of a cluster stand side by side.</summary>
    public int[] Order()
    {
        var leaves = Joints.Count + 1;
        return [.. Below(leaves == 1 ? 0 : leaves + Joints.Count - 1)];

        IEnumerable<int> Below(int cluster) => cluster < leaves ? [cluster] : Below(Joints[cluster - leaves].First).Concat(Below(Joints[cluster - leaves].Second));
    }

    /// <summary>The cluster of each leaf where nothing farther apart than <paramref name="distance"/> is joined, numbered by their smallest leaf.</summary>
    public int[] Cut(double distance)
    {
        var leaves = Joints.Count + 1;
        int[] cluster = [.. Enumerable.Range(0, leaves + Joints.Count)];
        for (var i = Joints.Count - 1; i >= 0; i--)
        {
            if (cluster[leaves + i] == leaves + i && Joints[i].Distance > distance) continue;
            cluster[Joints[i].First] = cluster[Joints[i].Second] = cluster[leaves + i];
        }

        var names = new Dictionary<int, int>();
        return [.. cluster.Take(leaves).Select(one => names.TryGetValue(one, out var name) ? name : names[one] = names.Count)];
    }

    private static (int A, int B, double Least) Nearest(List<(int Name, int Size, int At)> live, List<double[]> between)
    {
        var (a, b, least) = (0, 1, double.PositiveInfinity);
        for (var i = 0; i < live.Count; i++)
        {
            for (var j = i + 1; j < live.Count; j++)
            {
                var distance = between[live[i].At][live[j].At];
                if (distance < least) (a, b, least) = (i, j, distance);
            }
        }

        return (a, b, least);
    }
}
