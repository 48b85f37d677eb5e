using Lucarne.Learning.Prepare;
using Lucarne.Learning.Randomness;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Train;

/// <summary>Which slices of the training part make an epoch's batches. The draws depend only on the seed, the epoch and the batch.</summary>
internal sealed class SliceSampler
{
    private readonly SamplingOptions _options;
    private readonly int _batchSize;
    private readonly int _seed;
    private readonly IReadOnlyList<PreparedScan> _scans;
    private readonly SliceRef[] _all;

    // For each structure that occurs: the scans it occurs in, and its slices there.
    private readonly (PreparedScan Scan, int[] Slices)[][] _holding;

    public SliceSampler(SamplingOptions options, int batchSize, int seed, IReadOnlyList<PreparedScan> scans)
    {
        (_options, _batchSize, _seed, _scans) = (options, batchSize, seed, scans);
        _all = [.. scans.SelectMany(scan => Enumerable.Range(0, scan.Count).Select(k => new SliceRef(scan, k)))];
        var structures = scans.Count == 0 ? 0 : scans[0].Record.Pixels[0].Length;
        _holding = [.. Enumerable.Range(0, structures).Select(Holding).Where(held => held.Length > 0)];
    }

    /// <summary>Batches of an epoch.</summary>
    public int StepsPerEpoch
    {
        get
        {
            if (_options.StepsPerEpoch is { } steps) return steps;

            // A batch norm has no variance to work with in a last batch of one small slice: it is left out.
            var (full, rest) = Math.DivRem(_all.Length, _batchSize);
            return Math.Max(1, full + (rest > 1 ? 1 : 0));
        }
    }

    /// <summary>The batches of an epoch, in order.</summary>
    public IEnumerable<SliceRef[]> Epoch(int epoch) => _options.StepsPerEpoch is { } steps
        ? Enumerable.Range(0, steps).Select(number => Drawn(epoch, number))
        : Pass(epoch);

    private SliceRef[][] Pass(int epoch)
    {
        var order = _all.ToArray();
        Xoshiro256.For(_seed, epoch).Shuffle<SliceRef>(order);
        return [.. order.Chunk(_batchSize).Take(StepsPerEpoch)];
    }

    private SliceRef[] Drawn(int epoch, int number)
    {
        var random = Xoshiro256.For(_seed, 0x64726177, epoch, number);
        var batch = new SliceRef[_batchSize];
        for (var i = 0; i < batch.Length; i++) batch[i] = Draw(random);
        return batch;
    }

    /// <summary>Every scan counts the same, however many slices it has.</summary>
    private SliceRef Draw(Xoshiro256 random)
    {
        if (_holding.Length > 0 && random.Unit() < _options.StructureShare)
        {
            var held = _holding[random.Below(_holding.Length)];
            var (scan, slices) = held[random.Below(held.Length)];
            return new(scan, slices[random.Below(slices.Length)]);
        }

        var any = _scans[random.Below(_scans.Count)];
        return new(any, random.Below(any.Count));
    }

    private (PreparedScan, int[])[] Holding(int structure) =>
        [.. _scans.Select(scan => (scan, Slices: Enumerable.Range(0, scan.Count).Where(k => scan.Record.Pixels[k][structure] > 0).ToArray()))
            .Where(item => item.Slices.Length > 0)];
}
