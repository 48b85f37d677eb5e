namespace Lucarne.Imaging;

/// <summary>Draws SVG, for figures that this software wrote itself; SVG is never read as a picture file.</summary>
public static class SvgDrawing
{
    /// <summary>Draws on white, 3 channels, 8 bits. Fonts are the system's.</summary>
    /// <param name="svg">The SVG document.</param>
    /// <param name="scale">Pixels for one SVG unit (at 96 an inch).</param>
    /// <exception cref="ArgumentException">The text is no SVG that can be drawn.</exception>
    public static Picture Render(string svg, double scale = 1)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(svg);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(scale, 0);
        try
        {
            return Vips.Svg(svg, scale);
        }
        catch (InvalidOperationException e)
        {
            throw new ArgumentException($"The text is not an SVG that can be drawn: {e.Message}", nameof(svg), e);
        }
    }
}
