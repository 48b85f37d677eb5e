namespace Lucarne.Imaging.Volumes;

/// <summary>Two old pixels that a new one lies between.</summary>
/// <param name="First">The one before it.</param>
/// <param name="Second">The one behind it; outside the outermost centres both are the outermost.</param>
/// <param name="Part">How far it is on the way to the second, 0 to 1.</param>
public readonly record struct Tap(int First, int Second, float Part);

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

    /// <summary>For each of <paramref name="newLength"/> pixels the two of <paramref name="oldLength"/> that it lies between.</summary>
    public static Tap[] Taps(int oldLength, int newLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(oldLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(newLength, 1);
        var taps = new Tap[newLength];
        for (var at = 0; at < newLength; at++)
        {
            var place = Math.Clamp(((at + 0.5) * oldLength / newLength) - 0.5, 0, oldLength - 1);
            var first = (int)place;
            taps[at] = new Tap(first, Math.Min(first + 1, oldLength - 1), (float)(place - first));
        }

        return taps;
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

    private static int[] NearestOf(int oldLength, int newLength) =>
        [.. Enumerable.Range(0, newLength).Select(at => (int)Math.Min(oldLength - 1L, ((2L * at) + 1) * oldLength / (2L * newLength)))];
}
