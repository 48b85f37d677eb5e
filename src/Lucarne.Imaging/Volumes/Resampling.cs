using System.Numerics;

namespace Lucarne.Imaging.Volumes;

/// <summary>
/// Resizes volumes slice by slice, so that the outer edges of the pictures stay where they are: the pixel at place x of the
/// new picture has its centre at (x + ½) · old / new − ½ of the old one. These are PyTorch's
/// <c>interpolate(mode="bilinear", align_corners=False)</c> and <c>interpolate(mode="nearest-exact")</c>.
/// </summary>
public static class Resampling
{
    /// <summary>The grid that a volume has when its slices are resized.</summary>
    public static VolumeGeometry Resized(VolumeGeometry geometry, int columns, int rows)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        var (across, down) = ((double)geometry.Columns / columns, (double)geometry.Rows / rows);
        return geometry with
        {
            Columns = columns,
            Rows = rows,
            Origin = geometry.ToPatient((across - 1) / 2, (down - 1) / 2, 0),
            ColumnStep = geometry.ColumnStep * across,
            RowStep = geometry.RowStep * down,
        };
    }

    /// <summary>A scan with slices of another size; values are blended from the four pixels around. Shrinking does not average.</summary>
    public static Volume<float> Bilinear(Volume<float> volume, int columns, int rows)
    {
        ArgumentNullException.ThrowIfNull(volume);
        return Bilinear(volume, Resized(volume.Geometry, columns, rows));
    }

    /// <summary>A scan resized to the pixels of <paramref name="target"/>, a grid of the same slices and edges.</summary>
    /// <exception cref="ArgumentException">The grid is not the scan's own with other pixels.</exception>
    public static Volume<float> Bilinear(Volume<float> volume, VolumeGeometry target)
    {
        var result = Empty(volume, target);
        var (across, down) = (Neighbours.Between(volume.Geometry.Columns, target.Columns), Neighbours.Between(volume.Geometry.Rows, target.Rows));
        Parallel.For(0, target.Slices, k => Blend(volume.Slice(k), volume.Geometry.Columns, result.Slice(k), across, down));
        return result;
    }

    /// <summary>A mask or label map with slices of another size; each pixel takes the value of the nearest.</summary>
    public static Volume<byte> Nearest(Volume<byte> volume, int columns, int rows)
    {
        ArgumentNullException.ThrowIfNull(volume);
        return Nearest(volume, Resized(volume.Geometry, columns, rows));
    }

    /// <summary>A mask or label map resized to the pixels of <paramref name="target"/>, a grid of the same slices and edges: the way back.</summary>
    /// <exception cref="ArgumentException">The grid is not the map's own with other pixels.</exception>
    public static Volume<byte> Nearest(Volume<byte> volume, VolumeGeometry target)
    {
        var result = Empty(volume, target);
        var (across, down) = (NearestOf(volume.Geometry.Columns, target.Columns), NearestOf(volume.Geometry.Rows, target.Rows));
        Parallel.For(0, target.Slices, k =>
        {
            Span<byte> from = volume.Slice(k), to = result.Slice(k);
            for (var j = 0; j < down.Length; j++)
            {
                Span<byte> source = from.Slice(down[j] * volume.Geometry.Columns, volume.Geometry.Columns), row = to.Slice(j * across.Length, across.Length);
                for (var i = 0; i < across.Length; i++)
                    row[i] = source[across[i]];
            }
        });
        return result;
    }

    private static Volume<T> Empty<T>(Volume<T> volume, VolumeGeometry target)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(volume);
        ArgumentNullException.ThrowIfNull(target);
        // A tenth of a pixel: far above what writing a grid to a file costs, far below what is seen.
        var tolerance = 0.1 * Math.Min(target.ColumnSpacingMm, target.RowSpacingMm);
        if (target.Slices != volume.Geometry.Slices || !Resized(volume.Geometry, target.Columns, target.Rows).IsSameGrid(target, tolerance))
            throw new ArgumentException("The grid is not the volume's own with other pixels: slices or edges differ.", nameof(target));
        return new Volume<T>(target);
    }

    /// <summary>Two rows are blended down, which goes many columns at a time, then neighbours across.</summary>
    private static void Blend(ReadOnlySpan<float> from, int columns, Span<float> to, Neighbours across, Neighbours down)
    {
        var blended = new float[columns];
        for (var j = 0; j < down.First.Length; j++)
        {
            BlendRows(from.Slice(down.First[j] * columns, columns), from.Slice(down.Second[j] * columns, columns), down.Weight[j], blended);
            var row = to.Slice(j * across.First.Length, across.First.Length);
            for (var i = 0; i < row.Length; i++)
            {
                var weight = across.Weight[i];
                row[i] = ((1 - weight) * blended[across.First[i]]) + (weight * blended[across.Second[i]]);
            }
        }
    }

    private static void BlendRows(ReadOnlySpan<float> upper, ReadOnlySpan<float> lower, float weight, Span<float> to)
    {
        var i = 0;
        for (; i <= to.Length - Vector<float>.Count; i += Vector<float>.Count)
            ((new Vector<float>(upper[i..]) * (1 - weight)) + (new Vector<float>(lower[i..]) * weight)).CopyTo(to[i..]);
        for (; i < to.Length; i++)
            to[i] = ((1 - weight) * upper[i]) + (weight * lower[i]);
    }

    private static int[] NearestOf(int oldLength, int newLength) =>
        [.. Enumerable.Range(0, newLength).Select(at => (int)Math.Min(oldLength - 1L, ((2L * at) + 1) * oldLength / (2L * newLength)))];

    /// <summary>For each new place the two old places around it and the weight of the second; outside the outermost centres both are the outermost.</summary>
    private sealed record Neighbours(int[] First, int[] Second, float[] Weight)
    {
        internal static Neighbours Between(int oldLength, int newLength)
        {
            var (first, second, weight) = (new int[newLength], new int[newLength], new float[newLength]);
            for (var at = 0; at < newLength; at++)
            {
                var place = Math.Max(0, ((at + 0.5) * oldLength / newLength) - 0.5);
                first[at] = Math.Min((int)place, oldLength - 1);
                second[at] = Math.Min(first[at] + 1, oldLength - 1);
                weight[at] = (float)(place - first[at]);
            }

            return new Neighbours(first, second, weight);
        }
    }
}
