namespace Lucarne.Imaging;

/// <summary>A legend: coloured squares with names, laid in lines no wider than a figure.</summary>
internal sealed class LegendLines
{
    private const int Swatch = 12, Gap = 6, Between = 20, TextSize = 12, LineGap = 6;

    private static readonly Rgb Ink = new(31, 35, 40);

    private readonly List<(StructureColour Entry, Picture? Text, int Left, int Line)> placed = [];
    private readonly int lineHeight;

    internal LegendLines(IReadOnlyList<StructureColour> entries, int width)
    {
        lineHeight = TextLine.Height(TextSize, false) + LineGap;
        var (left, line) = (0, 0);
        foreach (var entry in entries)
        {
            var text = TextLine.DrawWithin(entry.Name, TextSize, false, Math.Max(1, width - Swatch - Gap));
            var length = Swatch + Gap + (text?.Width ?? 0);
            if (left > 0 && left + length > width)
                (left, line) = (0, line + 1);
            placed.Add((entry, text, left, line));
            left += length + Between;
        }

        Height = placed.Count == 0 ? 0 : (line + 1) * lineHeight;
    }

    /// <summary>Pixels of all lines; 0 where there is nothing to say.</summary>
    internal int Height { get; }

    internal void Draw(Canvas canvas, int left, int top)
    {
        foreach (var (entry, text, x, line) in placed)
        {
            var y = top + (line * lineHeight);
            canvas.Fill(new PixelBox(left + x, y + 1, Swatch, Swatch), entry.Colour);
            canvas.Ink(text, left + x + Swatch + Gap, y, Ink);
        }
    }
}
