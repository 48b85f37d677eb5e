namespace Lucarne.Imaging.Volumes;

/// <summary>
/// Compares a predicted mask with the true one in three dimensions. A mask's surface is the set of its voxels with a face
/// towards the outside or towards the edge of the volume, and distances are between voxel centres, as MONAI computes them
/// (monai.metrics, "get_mask_edges"), so that every surface voxel counts alike; DeepMind's surface-distance weighs
/// elements of surface by their area instead.
/// </summary>
public static class SurfaceDistances
{
    /// <summary>What writing spacings in decimals may add to a distance that is just the tolerance, in mm.</summary>
    private const double RoundingMm = 1e-4;

    /// <summary>Compares two masks, or a label each of two maps, on one grid.</summary>
    /// <param name="truth">[K, J, I].</param>
    /// <param name="predicted">[K, J, I].</param>
    /// <param name="truthLabel">The value of the structure in <paramref name="truth"/>; null takes everything but 0.</param>
    /// <param name="predictedLabel">The value of the structure in <paramref name="predicted"/>; null takes everything but 0.</param>
    /// <param name="toleranceMm">The distance at which surfaces still agree, in mm.</param>
    /// <returns>The figures; on a sheared grid distances are along its axes, as if these were square to each other.</returns>
    /// <exception cref="ArgumentException">The grids differ.</exception>
    public static MaskAgreement Compare(Volume<byte> truth, Volume<byte> predicted, byte? truthLabel = null, byte? predictedLabel = null, double toleranceMm = 2)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentOutOfRangeException.ThrowIfNegative(toleranceMm);
        if (!truth.Geometry.IsSameGrid(predicted.Geometry))
            throw new ArgumentException("The two masks do not lie on one grid: bring the prediction to the grid of the truth first.", nameof(predicted));
        var (truthBox, predictedBox) = (VoxelBox.Around(truth, truthLabel), VoxelBox.Around(predicted, predictedLabel));
        if (truthBox is not { } box)
            return new MaskAgreement(null, predictedBox is { } alone ? Count(alone.Cut(predicted, predictedLabel)) * predicted.Geometry.VoxelMl : 0, null, null, null);
        if (predictedBox is not { } other)
            return new MaskAgreement(Count(box.Cut(truth, truthLabel)) * truth.Geometry.VoxelMl, 0, 0, null, 0);
        // Both surfaces and every shortest way's two ends lie in the box around both masks.
        box = box.With(other);
        return Compare(box.Cut(truth, truthLabel), box.Cut(predicted, predictedLabel), box, truth.Geometry, toleranceMm);
    }

    private static MaskAgreement Compare(bool[] truth, bool[] predicted, VoxelBox box, VolumeGeometry geometry, double toleranceMm)
    {
        var both = 0L;
        for (var at = 0; at < truth.Length; at++)
        {
            if (truth[at] & predicted[at])
                both++;
        }

        long inTruth = Count(truth), inPredicted = Count(predicted);
        bool[] truthSurface = Surface(truth, box), predictedSurface = Surface(predicted, box);
        var spacing = (geometry.ColumnSpacingMm, geometry.RowSpacingMm, geometry.SliceSpacingMm);
        double[] fromPredicted = Distances(predictedSurface, truthSurface, box, spacing), fromTruth = Distances(truthSurface, predictedSurface, box, spacing);
        var within = (double)fromPredicted.Concat(fromTruth).Count(distance => distance <= toleranceMm + RoundingMm);
        return new MaskAgreement(
            inTruth * geometry.VoxelMl, inPredicted * geometry.VoxelMl, 2.0 * both / (inTruth + inPredicted),
            Math.Max(Percentile95(fromPredicted), Percentile95(fromTruth)), within / (fromPredicted.Length + fromTruth.Length));
    }

    private static long Count(bool[] inside) => inside.LongCount(voxel => voxel);

    private static bool[] Surface(bool[] inside, VoxelBox box)
    {
        var surface = new bool[inside.Length];
        Parallel.For(0, box.Slices, k =>
        {
            for (int j = 0, at = k * box.SliceLength; j < box.Rows; j++)
            {
                for (var i = 0; i < box.Columns; i++, at++)
                {
                    surface[at] = inside[at] &&
                        (i == 0 || i == box.Columns - 1 || j == 0 || j == box.Rows - 1 || k == 0 || k == box.Slices - 1
                         || !inside[at - 1] || !inside[at + 1] || !inside[at - box.Columns] || !inside[at + box.Columns] || !inside[at - box.SliceLength] || !inside[at + box.SliceLength]);
                }
            }
        });
        return surface;
    }

    /// <summary>From every voxel of one surface to the nearest of the other, in mm.</summary>
    private static double[] Distances(bool[] from, bool[] to, VoxelBox box, (double, double, double) spacingMm)
    {
        var squared = DistanceTransform.Squared(to, box, spacingMm);
        var distances = new List<double>();
        for (var at = 0; at < from.Length; at++)
        {
            if (from[at])
                distances.Add(Math.Sqrt(squared[at]));
        }

        return [.. distances];
    }

    /// <summary>Between two ranks the percentile is interpolated, as NumPy does by default.</summary>
    private static double Percentile95(double[] distances)
    {
        Array.Sort(distances);
        var rank = 0.95 * (distances.Length - 1);
        var below = (int)rank;
        var above = Math.Min(below + 1, distances.Length - 1);
        return distances[below] + ((rank - below) * (distances[above] - distances[below]));
    }
}
