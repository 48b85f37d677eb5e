namespace Lucarne.Imaging.Volumes;

/// <summary>Which voxels hang together.</summary>
public enum Connectivity
{
    /// <summary>Voxels that share a face: 6 neighbours.</summary>
    Faces = 6,
    /// <summary>Voxels that share a face, an edge or a corner: 26 neighbours.</summary>
    Corners = 26,
}

/// <summary>A part of a mask that hangs together.</summary>
/// <param name="VoxelCount">Its voxels.</param>
/// <param name="VolumeMl">Their volume, in mL.</param>
public readonly record struct Island(long VoxelCount, double VolumeMl);

/// <summary>The islands of a mask, or of one label of a map, in three dimensions.</summary>
public sealed class Islands
{
    private readonly Volume<byte> map;
    private readonly VoxelRuns runs;

    /// <summary>For each run, its island's place in <see cref="All"/>.</summary>
    private readonly int[] islandOfRun;

    private Islands(Volume<byte> map, VoxelRuns runs, int[] islandOfRun, IReadOnlyList<Island> all) =>
        (this.map, this.runs, this.islandOfRun, All) = (map, runs, islandOfRun, all);

    /// <summary>Every island, the largest first; of two as large, the one that begins earlier.</summary>
    public IReadOnlyList<Island> All { get; }

    /// <summary>Finds the islands.</summary>
    /// <param name="map">A mask or a label map, [K, J, I].</param>
    /// <param name="label">The value looked at; null takes everything but 0.</param>
    /// <param name="connectivity">Which voxels hang together.</param>
    public static Islands Find(Volume<byte> map, byte? label = null, Connectivity connectivity = Connectivity.Faces)
    {
        ArgumentNullException.ThrowIfNull(map);
        var runs = VoxelRuns.Of(map, label);
        var roots = runs.Join(connectivity == Connectivity.Corners ? 1 : 0);
        var countOfRoot = new Dictionary<int, long>();
        for (var run = 0; run < roots.Length; run++)
            countOfRoot[roots[run]] = countOfRoot.GetValueOrDefault(roots[run]) + runs.LengthOf(run);
        var ordered = countOfRoot.OrderByDescending(island => island.Value).ThenBy(island => island.Key).ToList();
        var place = ordered.Select((island, at) => (island.Key, at)).ToDictionary(pair => pair.Key, pair => pair.at);
        Island[] all = [.. ordered.Select(island => new Island(island.Value, island.Value * map.Geometry.VoxelMl))];
        return new Islands(map, runs, [.. roots.Select(root => place[root])], all);
    }

    /// <summary>The map with the largest islands kept and the other voxels of its label set to 0; other labels stay.</summary>
    /// <param name="count">How many islands are kept.</param>
    public Volume<byte> KeepLargest(int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Keep(Math.Min(count, All.Count));
    }

    /// <summary>The map with islands below a volume set to 0; other labels stay.</summary>
    /// <param name="volumeMl">The smallest volume that is kept, in mL.</param>
    public Volume<byte> DropBelow(double volumeMl)
    {
        var kept = 0;
        while (kept < All.Count && All[kept].VolumeMl >= volumeMl)
            kept++;
        return Keep(kept);
    }

    /// <summary>The map with islands set to 0 over which a value's mean lies outside of bounds; other labels stay.</summary>
    /// <param name="value">Of the voxel with a place among the map's voxels.</param>
    /// <param name="low">The lowest mean that is kept.</param>
    /// <param name="high">The highest mean that is kept.</param>
    public Volume<byte> DropByMean(Func<int, double> value, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(value);
        var sums = new double[All.Count];
        for (var run = 0; run < islandOfRun.Length; run++)
            for (var at = 0; at < runs.LengthOf(run); at++) sums[islandOfRun[run]] += value(runs.StartOf(run) + at);
        return Keep(island => sums[island] / All[island].VoxelCount is var mean && mean >= low && mean <= high);
    }

    private Volume<byte> Keep(int count) => Keep(island => island < count);

    private Volume<byte> Keep(Func<int, bool> isKept)
    {
        var kept = new Volume<byte>(map.Geometry, (byte[])map.Voxels.Clone());
        for (var run = 0; run < islandOfRun.Length; run++)
        {
            if (!isKept(islandOfRun[run]))
                kept.Voxels.AsSpan(runs.StartOf(run), runs.LengthOf(run)).Clear();
        }

        return kept;
    }
}
