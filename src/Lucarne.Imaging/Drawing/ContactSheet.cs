namespace Lucarne.Imaging;

/// <summary>What a cell's frame says.</summary>
public enum CellFrame
{
    /// <summary>No frame.</summary>
    None,
    /// <summary>Green, and a tick before the caption.</summary>
    Right,
    /// <summary>Red, and a cross before the caption.</summary>
    Wrong,
}

/// <summary>One picture of a sheet.</summary>
/// <param name="Picture">Shown whole, proportions kept.</param>
/// <param name="Caption">Under the picture; a line break begins a further, paler line. Long lines lose their middle.</param>
/// <param name="Frame">The frame around it.</param>
public sealed record SheetCell(Picture Picture, string Caption = "", CellFrame Frame = CellFrame.None);

/// <summary>How a sheet is laid out; lengths in pixels.</summary>
public sealed record SheetLayout
{
    /// <summary>Above the grid; empty leaves it out.</summary>
    public string Title { get; init; } = "";

    /// <summary>A paler line under the title; empty leaves it out.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>Pictures in a row.</summary>
    public int Columns { get; init; } = 6;

    /// <summary>Side of the square that a picture is fitted into.</summary>
    public int CellSide { get; init; } = 168;

    /// <summary>Coloured squares with names under the grid; empty leaves them out.</summary>
    public IReadOnlyList<StructureColour> Legend { get; init; } = [];
}

/// <summary>Composes a grid of labelled pictures on white, as figures are printed.</summary>
public static class ContactSheet
{
    private const int Margin = 28, Gap = 16, CaptionSize = 12, TitleSize = 22, SubtitleSize = 14, LineGap = 4, FrameWidth = 4;

    private static readonly Rgb White = new(255, 255, 255), Ink = new(31, 35, 40), Pale = new(99, 108, 118), Tile = new(240, 242, 245),
        Green = new(26, 127, 55), Red = new(207, 34, 46);

    /// <summary>Draws the sheet. A sheet without cells has its title and says nothing more.</summary>
    public static Picture Compose(IReadOnlyList<SheetCell> cells, SheetLayout layout)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfLessThan(layout.Columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(layout.CellSide, 16);
        var columns = Math.Clamp(cells.Count, 1, layout.Columns);
        var captionHeight = TextLine.Height(CaptionSize, false) + LineGap;
        var rows = cells.Chunk(columns).Select(row => (Cells: row, Lines: row.Max(c => LinesOf(c).Length))).ToList();
        var width = Math.Max((2 * Margin) + (columns * layout.CellSide) + ((columns - 1) * Gap), (2 * Margin) + 240);
        var head = HeadHeight(layout);
        var legend = new LegendLines(layout.Legend, width - (2 * Margin));
        var height = head + Margin + (legend.Height > 0 ? legend.Height + Gap : 0) + rows.Sum(r => layout.CellSide + LineGap + (r.Lines * captionHeight) + Gap) - (rows.Count > 0 ? Gap : 0);
        var canvas = new Canvas(width, height, White);
        DrawHead(canvas, layout, width);
        var top = head;
        foreach (var (row, lines) in rows)
        {
            for (var i = 0; i < row.Length; i++)
                DrawCell(canvas, row[i], Margin + (i * (layout.CellSide + Gap)), top, layout.CellSide, captionHeight);
            top += layout.CellSide + LineGap + (lines * captionHeight) + Gap;
        }
        legend.Draw(canvas, Margin, top);
        return canvas.ToPicture();
    }

    private static string[] LinesOf(SheetCell cell) => cell.Caption.Length == 0 ? [] : cell.Caption.ReplaceLineEndings("\n").Split('\n');

    private static int HeadHeight(SheetLayout layout)
    {
        var height = Margin;
        if (layout.Title.Length > 0)
            height += TextLine.Height(TitleSize, true) + LineGap;
        if (layout.Subtitle.Length > 0)
            height += TextLine.Height(SubtitleSize, false) + LineGap;
        return height == Margin ? height : height + Gap - LineGap;
    }

    private static void DrawHead(Canvas canvas, SheetLayout layout, int width)
    {
        var top = Margin;
        if (layout.Title.Length > 0)
        {
            canvas.Ink(TextLine.DrawWithin(layout.Title, TitleSize, true, width - (2 * Margin)), Margin, top, Ink);
            top += TextLine.Height(TitleSize, true) + LineGap;
        }
        if (layout.Subtitle.Length > 0)
            canvas.Ink(TextLine.DrawWithin(layout.Subtitle, SubtitleSize, false, width - (2 * Margin)), Margin, top, Pale);
    }

    private static void DrawCell(Canvas canvas, SheetCell cell, int left, int top, int side, int captionHeight)
    {
        var box = new PixelBox(left, top, side, side);
        canvas.Fill(box, Tile);
        var inset = cell.Frame == CellFrame.None ? 0 : FrameWidth;
        var picture = cell.Picture.To8Bit().Fit(side - (2 * inset), side - (2 * inset));
        canvas.Draw(picture, left + ((side - picture.Width) / 2), top + ((side - picture.Height) / 2));
        var colour = cell.Frame == CellFrame.Right ? Green : Red;
        if (cell.Frame != CellFrame.None)
            canvas.Frame(box, FrameWidth, colour);
        var y = top + side + LineGap;
        var lines = LinesOf(cell);
        for (var i = 0; i < lines.Length; i++, y += captionHeight)
        {
            var marked = i == 0 && cell.Frame != CellFrame.None;
            var mark = marked ? TextLine.Draw(cell.Frame == CellFrame.Right ? "✓" : "✗", CaptionSize, true) : null;
            canvas.Ink(mark, left, y, colour);
            var indent = mark is null ? 0 : mark.Width + 5;
            canvas.Ink(TextLine.DrawWithin(lines[i], CaptionSize, false, side - indent), left + indent, y, i == 0 ? Ink : Pale);
        }
    }
}
