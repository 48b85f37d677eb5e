namespace Lucarne.Learning.Check;

/// <summary>Finds near copies: pictures whose perceptual hashes are close and whose thumbnails agree.</summary>
internal static class NearCopies
{
    /// <summary>Every pair that is near, as indices with the smaller first.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="distance">Most bits in which the 64-bit hashes differ.</param>
    /// <param name="correlation">Least correlation of the thumbnails.</param>
    /// <param name="token">Ends the work early.</param>
    public static IEnumerable<(int A, int B)> Pairs(IReadOnlyList<PictureRecord> pictures, int distance, double correlation, CancellationToken token)
    {
        // Two hashes at most d bits apart agree wholly in one of d + 1 bands of bits: only those that share a band are compared.
        var bands = distance + 1;
        for (var band = 0; band < bands; band++)
        {
            token.ThrowIfCancellationRequested();
            var mask = Mask(band, bands);
            var index = band;
            foreach (var bucket in Enumerable.Range(0, pictures.Count).GroupBy(i => pictures[i].Print!.Hash.Bits & mask))
            {
                foreach (var pair in Within([.. bucket], pictures, distance, correlation, i => FirstBand(i.A, i.B, pictures, bands) == index)) yield return pair;
            }
        }
    }

    /// <summary>Correlation of the 32 × 32 thumbnails, −1 to 1; 0 where either is even.</summary>
    public static double Correlation(PictureRecord a, PictureRecord b) => a.Print!.Correlation(b.Print!);

    private static IEnumerable<(int A, int B)> Within(
        int[] bucket, IReadOnlyList<PictureRecord> pictures, int distance, double correlation, Func<(int A, int B), bool> isFirstBand)
    {
        for (var i = 0; i < bucket.Length; i++)
        {
            for (var j = i + 1; j < bucket.Length; j++)
            {
                var (a, b) = (pictures[bucket[i]], pictures[bucket[j]]);
                if (a.Print!.IsCopyOf(b.Print!, distance, correlation) && isFirstBand((bucket[i], bucket[j])))
                    yield return (bucket[i], bucket[j]);
            }
        }
    }

    // A pair that shares several bands is told once.
    private static int FirstBand(int a, int b, IReadOnlyList<PictureRecord> pictures, int bands)
    {
        var differ = pictures[a].Print!.Hash.Bits ^ pictures[b].Print!.Hash.Bits;
        for (var band = 0; band < bands; band++)
        {
            if ((differ & Mask(band, bands)) == 0) return band;
        }

        return -1;
    }

    private static ulong Mask(int band, int bands)
    {
        var (from, to) = (64 * band / bands, 64 * (band + 1) / bands);
        return (to - from == 64 ? ulong.MaxValue : (1UL << (to - from)) - 1) << from;
    }
}
