using Lucarne.Learning.Randomness;

namespace Lucarne.Learning.Split;

/// <summary>Deals whole groups to parts so that each class comes as near as can be to the wanted fractions.</summary>
/// <remarks>
/// <para>What is minimised, with n[p,c] the pictures of class c in part p, N[c] those of the class and f[p] the wanted fraction:
/// Σ over p, c of (n[p,c] − f[p] N[c])² / (f[p] N[c] · N[c]), a chi-square per class divided by the class's size so that every class counts
/// the same, plus a penalty for each class that a part lacks. Penalties are far above any deviation, so a class is spread
/// over as many parts as it has groups for.</para>
/// <para>Groups are dealt largest first, each where it costs least (equal ones in an order drawn from the seed); then single groups
/// are moved, and pairs exchanged, while that lowers the cost. The best of several orders is kept. Everything is drawn from the
/// seed alone, so the same groups and seed give the same answer on every machine.</para>
/// </remarks>
internal sealed class GroupDealer
{
    private const int Starts = 12;
    private const int MostGroupsForSwaps = 300;
    private readonly IReadOnlyList<int[]> groups;
    private readonly double[] fractions;
    private readonly double[] absence;
    private readonly double[] totals;
    private readonly double[,] held;
    private readonly int[] partOf;

    private GroupDealer(IReadOnlyList<int[]> groups, double[] fractions, double[] absence)
    {
        (this.groups, this.fractions, this.absence) = (groups, fractions, absence);
        totals = new double[groups[0].Length];
        foreach (var counts in groups)
        {
            for (var c = 0; c < totals.Length; c++) totals[c] += counts[c];
        }

        held = new double[fractions.Length, totals.Length];
        partOf = new int[groups.Count];
    }

    /// <summary>The part of each group.</summary>
    /// <param name="groups">For each group, its pictures per class.</param>
    /// <param name="fractions">Wanted fraction of each part; they sum to one.</param>
    /// <param name="absence">For each part, the penalty for a class that it lacks.</param>
    /// <param name="seed">The seed of the draw.</param>
    public static int[] Deal(IReadOnlyList<int[]> groups, double[] fractions, double[] absence, int seed)
    {
        var random = new Xoshiro256((ulong)seed);
        int[] order = [.. Enumerable.Range(0, groups.Count)];
        int[] best = [];
        var lowest = double.PositiveInfinity;
        for (var start = 0; start < Starts; start++)
        {
            random.Shuffle<int>(order);
            var dealer = new GroupDealer(groups, fractions, absence);
            dealer.DealLargestFirst(order);
            dealer.Improve(order);
            var cost = dealer.Cost();
            if (cost < lowest - 1e-12) (best, lowest) = (dealer.partOf, cost);
        }

        return best;
    }

    private void DealLargestFirst(int[] order)
    {
        Array.Fill(partOf, -1);
        foreach (var group in order.OrderByDescending(g => groups[g].Sum())) Place(group, Cheapest(group));
    }

    private void Improve(int[] order)
    {
        for (var pass = 0; pass < 50; pass++)
        {
            var moved = false;
            foreach (var group in order) moved |= TryMove(group);
            if (order.Length <= MostGroupsForSwaps) moved |= TrySwaps(order);
            if (!moved) return;
        }
    }

    private bool TryMove(int group)
    {
        var from = partOf[group];
        Take(group);
        var to = Cheapest(group);
        var better = to != from && CostIf(group, to) < CostIf(group, from) - 1e-12;
        Place(group, better ? to : from);
        return better;
    }

    private bool TrySwaps(int[] order)
    {
        var swapped = false;
        for (var i = 0; i < order.Length; i++)
        {
            for (var j = i + 1; j < order.Length; j++)
            {
                var (a, b) = (order[i], order[j]);
                var (pa, pb) = (partOf[a], partOf[b]);
                if (pa == pb || groups[a].AsSpan().SequenceEqual(groups[b])) continue;
                var before = PartCost(pa) + PartCost(pb);
                Exchange(a, pb, b, pa);
                if (PartCost(pa) + PartCost(pb) < before - 1e-12) swapped = true;
                else Exchange(a, pa, b, pb);
            }
        }

        return swapped;
    }

    private void Exchange(int a, int partA, int b, int partB)
    {
        Take(a);
        Take(b);
        Place(a, partA);
        Place(b, partB);
    }

    private int Cheapest(int group)
    {
        var best = 0;
        var lowest = double.PositiveInfinity;
        for (var part = 0; part < fractions.Length; part++)
        {
            var cost = CostIf(group, part);
            if (cost < lowest - 1e-12) (best, lowest) = (part, cost);
        }

        return best;
    }

    // Only the part that changes matters when the same group is tried in each.
    private double CostIf(int group, int part)
    {
        var before = PartCost(part);
        Place(group, part);
        var after = PartCost(part);
        Take(group);
        return after - before;
    }

    private double Cost() => Enumerable.Range(0, fractions.Length).Sum(PartCost);

    private double PartCost(int part)
    {
        var cost = 0.0;
        for (var c = 0; c < totals.Length; c++)
        {
            if (totals[c] == 0) continue;
            var wanted = fractions[part] * totals[c];
            var off = held[part, c] - wanted;
            cost += off * off / (wanted * totals[c]);
            if (held[part, c] == 0) cost += absence[part];
        }

        return cost;
    }

    private void Place(int group, int part)
    {
        for (var c = 0; c < totals.Length; c++) held[part, c] += groups[group][c];
        partOf[group] = part;
    }

    private void Take(int group)
    {
        for (var c = 0; c < totals.Length; c++) held[partOf[group], c] -= groups[group][c];
        partOf[group] = -1;
    }
}
