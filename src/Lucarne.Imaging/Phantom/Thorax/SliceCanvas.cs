namespace Lucarne.Imaging.Phantom.Thorax;

/// <summary>One slice of Hounsfield values that tissues are laid on one over the other, their edges as soft as a pixel is wide.</summary>
/// <param name="side">Columns and rows.</param>
/// <param name="spacingMm">From one pixel to the next.</param>
/// <param name="left">x of the first column's centre, in mm.</param>
/// <param name="top">y of the first row's centre, in mm.</param>
internal sealed class SliceCanvas(int side, double spacingMm, double left, double top)
{
    private const float Air = -1000;

    private readonly float[] values = [.. Enumerable.Repeat(Air, side * side)];

    /// <summary>Hounsfield units, [side, side].</summary>
    internal ReadOnlySpan<float> Values => values;

    /// <summary>Lays one value within a region.</summary>
    internal void Lay(Region region, double hounsfield, double softness = 1.2, double opacity = 1) => Lay(region, (_, _) => hounsfield, softness, opacity);

    /// <summary>Lays one value within an oval.</summary>
    internal void Lay(Blob blob, double hounsfield, double softness = 1.2, double opacity = 1) => Lay(Region.Of(blob), hounsfield, softness, opacity);

    /// <summary>Lays values that differ from place to place within a region.</summary>
    /// <param name="region">Where.</param>
    /// <param name="hounsfield">The value at a point (x, y) in mm.</param>
    /// <param name="softness">The edge's width in pixels: what a voxel holds of both sides is mixed.</param>
    /// <param name="opacity">1 hides what lies below.</param>
    internal void Lay(Region region, Func<double, double, double> hounsfield, double softness = 1.2, double opacity = 1)
    {
        if (region.IsEmpty) return;
        var edge = softness * spacingMm;
        int first = IndexOf(region.Left - edge - left), last = IndexOf(region.Right + edge - left);
        for (var row = IndexOf(region.Top - edge - top); row <= IndexOf(region.Bottom + edge - top); row++)
        {
            var y = top + (row * spacingMm);
            for (var column = first; column <= last; column++)
            {
                var x = left + (column * spacingMm);
                var cover = opacity * Math.Clamp(0.5 - (region.Distance(x, y) / edge), 0, 1);
                if (cover <= 0) continue;
                ref var value = ref values[(row * side) + column];
                value += (float)(cover * (hounsfield(x, y) - value));
            }
        }
    }

    private int IndexOf(double mm) => (int)Math.Clamp(Math.Floor(mm / spacingMm), 0, side - 1);
}
