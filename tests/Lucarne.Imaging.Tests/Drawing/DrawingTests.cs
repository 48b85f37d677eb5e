namespace Lucarne.Imaging.Tests.Drawing;

public sealed class DrawingTests
{
    private static readonly SheetLayout Small = new() { Title = "Échantillon d'images", Columns = 3, CellSide = 64 };

    [Fact]
    public void A_sheet_has_as_many_rows_and_columns_as_it_needs()
    {
        SheetCell[] cells = [.. Enumerable.Range(0, 7).Select(i => new SheetCell(Samples.Gradient(50, 40), $"n° {i}"))];
        Picture three = ContactSheet.Compose(cells[..3], Small), seven = ContactSheet.Compose(cells, Small);
        Assert.Equal(three.Width, seven.Width);
        var row = (seven.Height - three.Height) / 2;
        Assert.InRange(row, 64 + 10, 64 + 60);
        Assert.Equal(3, seven.Channels);
    }

    [Fact]
    public void A_sheet_is_white_outside_and_its_frames_are_green_and_red()
    {
        var dark = Picture.From8Bit(8, 8, 1, new byte[64]);
        var sheet = ContactSheet.Compose([new SheetCell(dark, "a", CellFrame.Right), new SheetCell(dark, "b", CellFrame.Wrong)], new SheetLayout { Columns = 2, CellSide = 64 });
        Assert.Equal((255, 255, 255), (sheet[0, 0, 0], sheet[0, 0, 1], sheet[0, 0, 2]));
        // Without a title the grid begins at the margin of 28; the second cell a side and a gap of 16 further.
        Assert.True(sheet[29, 29, 1] > sheet[29, 29, 0] + 60);
        Assert.True(sheet[29, 28 + 64 + 16 + 1, 0] > sheet[29, 28 + 64 + 16 + 1, 1] + 60);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a < b & c > d \"e\" 'f'")]
    [InlineData("un nom de fichier vraiment très long, accentué à l'extrême — œuvre n° 12 345.png")]
    [InlineData("\u0000\u0007 tab\t, 日本語 , 😀, \ud800 half")]
    [InlineData("<span size='1000000'>large</span>")]
    public void Any_caption_can_be_drawn(string caption)
    {
        var sheet = ContactSheet.Compose([new SheetCell(Samples.Gradient(9, 9), caption, CellFrame.Wrong)], Small with { Title = caption, Subtitle = caption });
        Assert.InRange(sheet.Width, 240, 400);
    }

    [Fact]
    public void Long_text_loses_its_middle_and_keeps_its_ends()
    {
        var whole = TextLine.Draw("un nom très très très long.png", 12, false)!;
        var cut = TextLine.DrawWithin("un nom très très très long.png", 12, false, 100)!;
        Assert.InRange(cut.Width, 60, 100);
        Assert.Equal(whole.Height, cut.Height);
        // The first letters are drawn alike in both.
        Assert.True(whole.Crop(new PixelBox(0, 0, 12, whole.Height)).HasSamePixels(cut.Crop(new PixelBox(0, 0, 12, cut.Height))));
    }

    [Fact]
    public void Lines_share_one_baseline()
    {
        // "a" has neither ascender nor descender; "Ég" has both: the lines are equally high and the bowl of "a" ends
        // above the tail of "g".
        Picture low = TextLine.Draw("a", 20, false)!, high = TextLine.Draw("Ég", 20, false)!;
        Assert.Equal(low.Height, high.Height);
        Assert.True(LastInk(low) < LastInk(high));
    }

    [Fact]
    public void Svg_is_drawn_on_white_to_scale_and_what_is_no_svg_is_refused()
    {
        var drawn = SvgDrawing.Render("<svg xmlns='http://www.w3.org/2000/svg' width='10' height='6'><rect width='5' height='6' fill='red'/></svg>", 2);
        Assert.Equal((20, 12, 3), (drawn.Width, drawn.Height, drawn.Channels));
        Assert.Equal((255, 0, 0), (drawn[5, 2, 0], drawn[5, 2, 1], drawn[5, 2, 2]));
        Assert.Equal((255, 255, 255), (drawn[5, 18, 0], drawn[5, 18, 1], drawn[5, 18, 2]));
        Assert.Throws<ArgumentException>(() => SvgDrawing.Render("no svg"));
    }

    [Fact]
    public void The_colour_map_meets_the_published_table()
    {
        // matplotlib's viridis at 0, 0.25, 0.5, 0.75 and 1.
        foreach (var (at, red, green, blue) in new[] { (0, 68, 1, 84), (0.25, 59, 82, 139), (0.5, 33, 145, 140), (0.75, 94, 201, 98), (1, 253, 231, 37) })
        {
            var colour = ColourMap.At(at);
            Assert.InRange(colour.Red, red - 5, red + 5);
            Assert.InRange(colour.Green, green - 5, green + 5);
            Assert.InRange(colour.Blue, blue - 5, blue + 5);
        }
    }

    [Fact]
    public void A_written_picture_replaces_the_old_one_and_leaves_nothing_beside_it()
    {
        var folder = Directory.CreateTempSubdirectory("lucarne-writing").FullName;
        var path = Path.Combine(folder, "new", "sheet.png");
        PictureWriter.Write(path, Samples.Gradient(4, 4));
        PictureWriter.Write(path, Samples.Gradient(9, 4));
        Assert.Equal(9, PictureReader.Read(path).Width);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
        Assert.Throws<ArgumentException>(() => PictureWriter.Write(Path.Combine(folder, "sheet.xyz"), Samples.Gradient(4, 4)));
        Directory.Delete(folder, recursive: true);
    }

    private static int LastInk(Picture line) => Enumerable.Range(0, line.Height).Last(y => Enumerable.Range(0, line.Width).Any(x => line[y, x] > 64));
}
