using System.Globalization;
using Lucarne.Imaging;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Report;

/// <summary>Scans kept apart: the slice, what was contoured, what the network drew, and both on the slice.</summary>
internal sealed class PredictionSheet(Recipe recipe)
{
    public const string Name = "predictions";

    private const int MostScans = 4;
    private const int SlicesPerScan = 2;
    private const double Opacity = 0.45;

    private static readonly string[] Columns = ["scan", "truth", "drawn", "both"];

    private readonly ScanPictures _pictures = new(recipe.Segmentation!);
    private readonly List<(string Scan, int Slice, Picture[] Row)> _rows = [];
    private int _scans;

    /// <summary>Takes up a judged scan, until there are enough.</summary>
    public void Add(PreparedScan scan, Volume<byte> drawn)
    {
        if (_scans++ >= MostScans) return;
        var labels = WindowedSlices.Labels(drawn, scan.Size);
        foreach (var k in Telling(scan))
        {
            Picture[] row =
            [
                ScanPictures.Scan(scan.Slice(k), scan.Size),
                _pictures.Labels(scan.Labels(k), scan.Size),
                _pictures.Labels(labels.Slice(k), scan.Size),
                _pictures.Overlay(scan.Slice(k), labels.Slice(k), Opacity, scan.Size, scan.Labels(k)),
            ];
            _rows.Add((scan.Record.Id, k, row));
        }
    }

    /// <summary>Writes the sheet in both languages; nothing where no scan was judged.</summary>
    public void Write(string figures, Texts texts)
    {
        if (_rows.Count == 0) return;
        Directory.CreateDirectory(figures);
        foreach (var language in Languages.All)
        {
            string[] heads = [.. Columns.Select(part => texts.Of(language, $"sheet.{part}"))];
            var cells = _rows.SelectMany(row => row.Row.Select((picture, i) =>
                new SheetCell(picture, i == 0 ? string.Create(CultureInfo.InvariantCulture, $"{heads[i]}\n{row.Scan}, {row.Slice + 1}") : heads[i])));
            PictureWriter.Write(
                Path.Combine(figures, RunFigures.FileName(Name, language) + ".png"),
                ContactSheet.Compose([.. cells], new SheetLayout { Columns = Columns.Length, CellSide = 224, Subtitle = texts.Of(language, "sheet.generated") }));
        }
    }

    /// <summary>The slice with the most structures, of these the one where they are largest; and the middle of the slices that hold any.</summary>
    private static IEnumerable<int> Telling(PreparedScan scan)
    {
        var pixels = scan.Record.Pixels;
        var full = Enumerable.Range(0, pixels.Count).MaxBy(k => (pixels[k].Count(n => n > 0), pixels[k].Sum(n => Math.Sqrt(n))));
        int[] holding = [.. Enumerable.Range(0, pixels.Count).Where(k => pixels[k].Any(n => n > 0))];
        return new[] { full, holding.Length > 0 ? holding[holding.Length / 3] : 0 }.Distinct().Take(SlicesPerScan).Order();
    }
}
