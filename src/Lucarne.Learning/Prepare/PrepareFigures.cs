using Lucarne.Imaging;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Cohorts;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;

namespace Lucarne.Learning.Prepare;

/// <summary>The sheets of a prepared cohort, in both languages: a slice's way from the scan to what is saved, its structures, its values
/// before and after normalisation, and training slices with many structures.</summary>
internal sealed class PrepareFigures(PreparedStore store, Recipe recipe)
{
    private const int Samples = 4;
    private const int ManyStructures = 5;
    private const double Opacity = 0.7;

    private readonly SegmentationOptions _options = recipe.Segmentation!;
    private readonly ScanPictures _pictures = new(recipe.Segmentation!);
    private readonly Texts _texts = new();

    /// <summary>Writes the sheets.</summary>
    /// <param name="example">A prepared scan, as it was read.</param>
    /// <param name="scan">The same, prepared.</param>
    public void Write(PatientScan example, PreparedScan scan)
    {
        Directory.CreateDirectory(store.Folder.Figures);
        var k = Enumerable.Range(0, scan.Count).MaxBy(slice => (scan.Record.Pixels[slice].Count(n => n > 0), scan.Record.Pixels[slice].Sum()));
        var saved = ScanPictures.Scan(scan.Slice(k), scan.Size);
        Sheet("conversion", [("sheet.hu", Whole(example.Hounsfield, k)), ("sheet.window", Windowed(example.Hounsfield, k)), ("sheet.saved", saved)], 3);
        Sheet("structures", [("sheet.scan", saved), ("sheet.masks", _pictures.Labels(scan.Labels(k), scan.Size)), ("sheet.overlay", _pictures.Overlay(scan.Slice(k), scan.Labels(k), Opacity, scan.Size))], 3);
        Sheet("normalisation", [("sheet.hu", Whole(example.Hounsfield, k)), ("sheet.window", saved), ("sheet.normalised", Normalised(scan, k))], 3);
        Sheet("training-samples", [.. TrainingSamples()], 4);
    }

    private void Sheet(string name, IReadOnlyList<(string Text, Picture Picture)> cells, int columns)
    {
        if (cells.Count == 0) return;
        foreach (var language in Languages.All)
        {
            PictureWriter.Write(
                Path.Combine(store.Folder.Figures, RunFigures.FileName(name, language) + ".png"),
                ContactSheet.Compose([.. cells.Select(cell => new SheetCell(cell.Picture, _texts.Of(language, cell.Text)))], new SheetLayout { Columns = columns, CellSide = 256 }));
        }
    }

    // Air to dense bone: what a scanner stores in 12 bits.
    private static Picture Whole(Volume<float> hounsfield, int k) => Shown(hounsfield, k, -1024, 3071);

    private Picture Windowed(Volume<float> hounsfield, int k) => Shown(hounsfield, k, _options.Prepare.WindowHu.Low, _options.Prepare.WindowHu.High);

    private static Picture Shown(Volume<float> hounsfield, int k, double low, double high) =>
        ScanPictures.Values(hounsfield.Slice(k), hounsfield.Geometry.Columns, hounsfield.Geometry.Rows, low, high);

    /// <summary>Three standard deviations either way of the scan's mean.</summary>
    private static Picture Normalised(PreparedScan scan, int k)
    {
        var values = new float[scan.Size * scan.Size];
        var stored = scan.Slice(k);
        for (var i = 0; i < values.Length; i++) values[i] = (float)(((stored[i] / (double)WindowedSlices.Top) - scan.Record.Mean) / scan.Record.Deviation);
        return ScanPictures.Values(values, scan.Size, scan.Size, -3, 3);
    }

    /// <summary>Slices with five structures or more, or with as many as there are, from different scans where there are enough.</summary>
    private IEnumerable<(string, Picture)> TrainingSamples()
    {
        var slices = store.Of(store.Split.Train)
            .SelectMany(scan => Enumerable.Range(0, scan.Count).Select(k => (Scan: scan, K: k, Held: scan.Record.Pixels[k].Count(n => n > 0)))).ToList();
        var least = Math.Min(ManyStructures, slices.Max(slice => slice.Held));
        var many = slices.Where(slice => slice.Held >= least).GroupBy(slice => slice.Scan.Record.Id, StringComparer.Ordinal)
            .SelectMany(group => Spread([.. group]).Select((slice, turn) => (Slice: slice, Turn: turn)))
            .OrderBy(item => item.Turn).Take(Samples).Select(item => item.Slice);
        foreach (var (scan, k, _) in many)
        {
            yield return ("sheet.sample", ScanPictures.Scan(scan.Slice(k), scan.Size));
            yield return ("sheet.overlay", _pictures.Overlay(scan.Slice(k), scan.Labels(k), Opacity, scan.Size));
        }
    }

    private static IEnumerable<T> Spread<T>(IReadOnlyList<T> items) => Enumerable.Range(0, Samples).Select(i => items[i * (items.Count - 1) / Samples]).Distinct();
}
