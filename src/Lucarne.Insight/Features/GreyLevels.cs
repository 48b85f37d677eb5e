namespace Lucarne.Insight.Features;

/// <summary>
/// A region of interest in grey levels 1 … <paramref name="Count"/>, 0 outside of it: what texture is counted in (IBSI reference manual
/// v11, section 2.7). A picture is a grid of one slice.
/// </summary>
/// <param name="Columns">Voxels along x.</param>
/// <param name="Rows">Voxels along y.</param>
/// <param name="Slices">Voxels along z.</param>
/// <param name="Count">Grey levels, N_g.</param>
/// <param name="Values">[Slices, Rows, Columns].</param>
internal sealed record GreyLevels(int Columns, int Rows, int Slices, int Count, int[] Values)
{
    /// <summary>The level at a place; 0 outside of the grid as well.</summary>
    public int At(int x, int y, int z) =>
        (uint)x < (uint)Columns && (uint)y < (uint)Rows && (uint)z < (uint)Slices ? Values[(((z * Rows) + y) * Columns) + x] : 0;

    /// <summary>One slice of the region.</summary>
    public GreyLevels Slice(int z) => this with { Slices = 1, Values = Values[(z * Rows * Columns)..((z + 1) * Rows * Columns)] };

    /// <summary>
    /// Levels of a picture by a fixed number of bins (IBSI 2.7, fixed bin number): as suits intensities without a unit, such as those of
    /// MRI and of pictures that were exported for viewing. A region of one grey has level 1 throughout.
    /// </summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="values">Greys, [H, W].</param>
    /// <param name="mask">What belongs to the region, [H, W].</param>
    /// <param name="bins">Grey levels wanted.</param>
    public static GreyLevels Discretise(int width, int height, ReadOnlySpan<byte> values, bool[] mask, int bins)
    {
        var (low, high) = (int.MaxValue, int.MinValue);
        for (var i = 0; i < mask.Length; i++)
            if (mask[i]) (low, high) = (Math.Min(low, values[i]), Math.Max(high, values[i]));
        var levels = new int[mask.Length];
        for (var i = 0; i < mask.Length; i++)
        {
            if (!mask[i]) continue;
            levels[i] = high == low ? 1 : Math.Min(bins, (bins * (values[i] - low) / (high - low)) + 1);
        }

        return new(width, height, 1, bins, levels);
    }
}
