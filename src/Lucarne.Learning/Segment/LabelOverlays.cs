using System.Globalization;
using Lucarne.Imaging;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Segment;

/// <summary>Figures of a segmented scan: slices with the structures laid over them in the recipe's colours.</summary>
internal sealed class LabelOverlays
{
    private const double Level = 40, Width = 400, Opacity = 0.45;
    private const int OverviewSlices = 12, CellSide = 256;

    private readonly Volume<float> _scan;
    private readonly Volume<byte> _labels;
    private readonly Recipe _recipe;
    private readonly RgbColour?[] _colours = new RgbColour?[256];

    public LabelOverlays(Volume<float> hounsfield, Volume<byte> labels, Recipe recipe)
    {
        var order = new AxialOrder(hounsfield.Geometry);
        (_scan, _labels, _recipe) = (order.Apply(hounsfield), order.Apply(labels), recipe);
        foreach (var structure in recipe.Segmentation!.Structures) _colours[structure.Value] = structure.Colour;
    }

    /// <summary>Writes overview.png, and a figure per structure that was found.</summary>
    public void Write(string folder, ScanVolumes volumes)
    {
        var subtitle = $"{ScanVolumes.Caution.En} / {ScanVolumes.Caution.Fr}";
        var marked = Enumerable.Range(0, _labels.Geometry.Slices).Where(k => _labels.Slice(k).IndexOfAnyExcept((byte)0) >= 0).ToList();
        var shown = Spread(marked.Count > 0 ? marked : [.. Enumerable.Range(0, _labels.Geometry.Slices)], OverviewSlices);
        Compose(folder, "overview.png", [.. shown.Select(k => new SheetCell(Overlay(k, null), Height(k)))], _recipe.Title.En + " / " + _recipe.Title.Fr, subtitle, 4);
        foreach (var structure in volumes.Structures.Where(structure => structure.VoxelCount > 0))
        {
            var k = Enumerable.Range(0, _labels.Geometry.Slices).MaxBy(slice => _labels.Slice(slice).Count(structure.Value));
            var title = string.Create(CultureInfo.InvariantCulture, $"{structure.Label.En} / {structure.Label.Fr}: {structure.VolumeMl:0.0} mL");
            Compose(folder, structure.Name + ".png", [new SheetCell(Grey(k), Height(k)), new SheetCell(Overlay(k, structure.Value), Height(k))], title, subtitle, 2);
        }
    }

    private static void Compose(string folder, string name, List<SheetCell> cells, string title, string subtitle, int columns) =>
        PictureWriter.Write(Path.Combine(folder, name), ContactSheet.Compose(cells, new SheetLayout { Title = title, Subtitle = subtitle, Columns = columns, CellSide = CellSide }));

    private string Height(int k) => string.Create(CultureInfo.InvariantCulture, $"z = {_scan.Geometry.ToPatient(0, 0, k).Z:0.0} mm");

    private Picture Grey(int k)
    {
        ReadOnlySpan<float> slice = _scan.Slice(k);
        var samples = new byte[slice.Length];
        for (var i = 0; i < samples.Length; i++) samples[i] = (byte)Math.Clamp((((slice[i] - Level) / Width) + 0.5) * 255, 0, 255);
        return Squared(Picture.From8Bit(_scan.Geometry.Columns, _scan.Geometry.Rows, 1, samples));
    }

    private Picture Overlay(int k, byte? only)
    {
        ReadOnlySpan<float> slice = _scan.Slice(k);
        ReadOnlySpan<byte> labels = _labels.Slice(k);
        var samples = new byte[3 * slice.Length];
        for (var i = 0; i < slice.Length; i++)
        {
            var grey = Math.Clamp((((slice[i] - Level) / Width) + 0.5) * 255, 0, 255);
            var colour = only is null || only == labels[i] ? _colours[labels[i]] : null;
            samples[3 * i] = Mixed(grey, colour?.Red);
            samples[(3 * i) + 1] = Mixed(grey, colour?.Green);
            samples[(3 * i) + 2] = Mixed(grey, colour?.Blue);
        }

        return Squared(Picture.From8Bit(_scan.Geometry.Columns, _scan.Geometry.Rows, 3, samples));
    }

    private static byte Mixed(double grey, byte? colour) => (byte)(colour is { } value ? ((1 - Opacity) * grey) + (Opacity * value) : grey);

    /// <summary>A picture whose pixels are as wide as they are high, at most twice the cell's side.</summary>
    private Picture Squared(Picture picture)
    {
        double wide = picture.Width * _scan.Geometry.ColumnSpacingMm, high = picture.Height * _scan.Geometry.RowSpacingMm;
        var scale = Math.Min(2.0 * CellSide, Math.Max(picture.Width, picture.Height)) / Math.Max(wide, high);
        int width = Math.Max(1, (int)Math.Round(wide * scale)), height = Math.Max(1, (int)Math.Round(high * scale));
        return (width, height) == (picture.Width, picture.Height) ? picture : picture.Resize(width, height);
    }

    private static List<int> Spread(List<int> slices, int count) =>
        slices.Count <= count ? slices : [.. Enumerable.Range(0, count).Select(i => slices[(int)((i + 0.5) * slices.Count / count)])];
}
