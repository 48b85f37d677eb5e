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
        var (across, down) = (Resampling.Taps(hounsfield.Geometry.Columns, options.Size), Resampling.Taps(hounsfield.Geometry.Rows, options.Size));
        Parallel.For(0, grid.Slices, k => sums[k] = Slice(hounsfield.Slice(k), hounsfield.Geometry.Columns, across, down, options.WindowHu, stored.Slice(k)));
        if (options.Normalisation == VolumeNormalisation.Window) return new(stored, 0.5, 0.5);
        var mean = sums.Sum(item => item.Sum) / grid.VoxelCount;
        var variance = (sums.Sum(item => item.Squares) / grid.VoxelCount) - (mean * mean);
        return new(stored, mean, Math.Max(SmallestDeviation, Math.Sqrt(Math.Max(0, variance))));
    }

    /// <summary>Labels on the prepared grid: each pixel takes the nearest one's.</summary>
    public static Volume<byte> Labels(Volume<byte> labels, int size) => Resampling.Nearest(labels, size, size);

    /// <summary>Stored numbers as windowed values in [0, 1].</summary>
    public static void Widen(ReadOnlySpan<short> stored, Span<float> windowed)
    {
        for (var p = 0; p < stored.Length; p++) windowed[p] = stored[p] * (1f / Top);
    }

    /// <summary>The grid of size × size pixels that covers the same slices: its outer edges are theirs.</summary>
    public static VolumeGeometry Squared(VolumeGeometry geometry, int size) => Resampling.Resized(geometry, size, size);

    private static (double Sum, double Squares) Slice(
        ReadOnlySpan<float> from, int columns, Tap[] across, Tap[] down, NumberRange window, Span<short> to)
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
}
