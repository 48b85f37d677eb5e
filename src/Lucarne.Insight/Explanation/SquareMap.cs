namespace Lucarne.Insight.Explanation;

/// <summary>A map over a network's square input, in cells.</summary>
/// <param name="Width">Cells across.</param>
/// <param name="Height">Cells down.</param>
/// <param name="Values">Row by row.</param>
internal sealed record SquareMap(int Width, int Height, float[] Values)
{
    /// <summary>Values below nothing left out, the rest divided by the largest: 0 to 1, or all 0.</summary>
    public SquareMap Normalised()
    {
        var top = Values.Max();
        return this with { Values = [.. Values.Select(value => top > 0 ? Math.Max(0, value) / top : 0)] };
    }

    /// <summary>The value at a place of the square, bilinearly between the cells' centres.</summary>
    /// <param name="across">0 (left edge) to 1.</param>
    /// <param name="down">0 (top edge) to 1.</param>
    public float At(double across, double down)
    {
        var (left, right, x) = Between(across, Width);
        var (top, bottom, y) = Between(down, Height);
        var upper = (Values[(top * Width) + left] * (1 - x)) + (Values[(top * Width) + right] * x);
        var lower = (Values[(bottom * Width) + left] * (1 - x)) + (Values[(bottom * Width) + right] * x);
        return (float)((upper * (1 - y)) + (lower * y));
    }

    private static (int Before, int After, double Part) Between(double place, int cells)
    {
        var at = Math.Clamp((place * cells) - 0.5, 0, cells - 1);
        var before = (int)at;
        return (before, Math.Min(before + 1, cells - 1), at - before);
    }
}
