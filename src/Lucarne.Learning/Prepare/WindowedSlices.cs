using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Prepare;

/// <summary>
/// A scan's slices as they are kept and learned from: windowed, resampled to squares, and stored as whole numbers from 0 (the window's low
/// bound) to <see cref="Top"/> (its high one). With the mean and deviation beside them they are the normalised values.
/// </summary>
/// <param name="Stored">[K, size, size], on a grid that covers the scan's own.</param>
/// <param name="Mean">Of the windowed values in [0, 1]; normalised value = (value − mean) / deviation.</param>
/// <param name="Deviation">Of the windowed values.</param>
public sealed record WindowedSlices(Volume<short> Stored, double Mean, double Deviation)
{
    /// <summary>What the high bound of the window is stored as: steps of a twentieth of a Hounsfield unit for the usual window.</summary>
    public const int Top = 32_000;

    // A volume of one value has no deviation: it becomes zeros.
    private const double SmallestDeviation = 1e-6;

    /// <summary>What the stored numbers mean in a NIfTI file: the normalised values.</summary>
    public NiftiScaling Scaling => new(1 / (Top * Deviation), -Mean / Deviation);

    /// <summary>Windows, resamples bilinearly and measures a scan in axial order.</summary>
    public static WindowedSlices Of(Volume<float> hounsfield, PrepareOptions options)
    {
        ArgumentNullException.ThrowIfNull(hounsfield);
        ArgumentNullException.ThrowIfNull(options);
        var grid = Squared(hounsfield.Geometry, options.Size);
        var stored = new Volume<short>(grid);
        var sums = new (double Sum, double Squares)[grid.Slices];
        var (across, down) = (Taps(hounsfield.Geometry.Columns, options.Size), Taps(hounsfield.Geometry.Rows, options.Size));
        Parallel.For(0, grid.Slices, k => sums[k] = Slice(hounsfield.Slice(k), hounsfield.Geometry.Columns, across, down, options.WindowHu, stored.Slice(k)));
        if (options.Normalisation == VolumeNormalisation.Window) return new(stored, 0.5, 0.5);
        var mean = sums.Sum(item => item.Sum) / grid.VoxelCount;
        var variance = (sums.Sum(item => item.Squares) / grid.VoxelCount) - (mean * mean);
        return new(stored, mean, Math.Max(SmallestDeviation, Math.Sqrt(Math.Max(0, variance))));
    }

    /// <summary>Labels on the prepared grid: each pixel takes the nearest one's.</summary>
    public static Volume<byte> Labels(Volume<byte> labels, int size)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var geometry = labels.Geometry;
        var made = new Volume<byte>(Squared(geometry, size));
        int[] Nearest(int count) => [.. Enumerable.Range(0, size).Select(x => Math.Min(count - 1, (int)((x + 0.5) * count / size)))];
        var (across, down) = (Nearest(geometry.Columns), Nearest(geometry.Rows));
        Parallel.For(0, geometry.Slices, k =>
        {
            var from = labels.Slice(k);
            var to = made.Slice(k);
            for (var y = 0; y < size; y++)
                for (var x = 0; x < size; x++)
                    to[(y * size) + x] = from[(down[y] * geometry.Columns) + across[x]];
        });
        return made;
    }

    /// <summary>The grid of size × size pixels that covers the same slices: its outer edges are theirs.</summary>
    public static VolumeGeometry Squared(VolumeGeometry geometry, int size)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        var (x, y) = ((double)geometry.Columns / size, (double)geometry.Rows / size);
        return geometry with
        {
            Columns = size,
            Rows = size,
            Origin = geometry.ToPatient((x - 1) / 2, (y - 1) / 2, 0),
            ColumnStep = geometry.ColumnStep * x,
            RowStep = geometry.RowStep * y,
        };
    }

    private static (double Sum, double Squares) Slice(
        ReadOnlySpan<float> from, int columns, (int First, int Second, float Part)[] across, (int First, int Second, float Part)[] down, NumberRange window, Span<short> to)
    {
        var (low, scale) = ((float)window.Low, (float)(1 / (window.High - window.Low)));
        var (sum, squares) = (0L, 0.0);
        for (var y = 0; y < down.Length; y++)
        {
            var upper = from.Slice(down[y].First * columns, columns);
            var lower = from.Slice(down[y].Second * columns, columns);
            for (var x = 0; x < across.Length; x++)
            {
                var (first, second, part) = across[x];
                var above = Value(upper[first]) + ((Value(upper[second]) - Value(upper[first])) * part);
                var below = Value(lower[first]) + ((Value(lower[second]) - Value(lower[first])) * part);
                var stored = (short)MathF.Round((above + ((below - above) * down[y].Part)) * Top);
                to[(y * across.Length) + x] = stored;
                sum += stored;
                squares += (double)stored * stored;
            }
        }

        return (sum / (double)Top, squares / ((double)Top * Top));

        // Windowed before it is averaged: a metal implant does not spread. Padding that is no number counts as air.
        float Value(float hounsfield) => hounsfield > low ? Math.Min(1, (hounsfield - low) * scale) : 0;
    }

    /// <summary>For each pixel of the square the two pixels it lies between, and how far it is on the way to the second.</summary>
    private static (int First, int Second, float Part)[] Taps(int count, int size)
    {
        var taps = new (int, int, float)[size];
        for (var x = 0; x < size; x++)
        {
            var at = Math.Clamp(((x + 0.5) * count / size) - 0.5, 0, count - 1);
            var first = (int)at;
            taps[x] = (first, Math.Min(first + 1, count - 1), (float)(at - first));
        }

        return taps;
    }
}
