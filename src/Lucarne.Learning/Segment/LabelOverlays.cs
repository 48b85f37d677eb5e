using System.Globalization;
using Lucarne.Imaging;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;

namespace Lucarne.Learning.Segment;

/// <summary>Figures of a segmented scan: an overview in each language, and a figure per structure that was found.</summary>
internal sealed class LabelOverlays(Volume<float> hounsfield, Volume<byte> labels, Recipe recipe)
{
    private const int OverviewSlices = 12, OverviewColumns = 4;

    // The window of soft tissue: level 40, width 400.
    private const double Low = -160, High = 240;

    /// <summary>Writes overview.en.png, overview.fr.png and a picture named after each structure.</summary>
    public void Write(string folder, ScanVolumes volumes)
    {
        foreach (var language in Languages.All) WriteOverview(Path.Combine(folder, $"overview.{language.Code()}.png"), volumes, language);
        foreach (var structure in volumes.Structures.Where(structure => structure.VoxelCount > 0))
        {
            var k = Enumerable.Range(0, labels.Geometry.Slices).MaxBy(slice => labels.Slice(slice).Count(structure.Value));
            var style = Style(recipe.Segmentation!.Structures.Where(entry => entry.Value == structure.Value), Language.English);
            SheetCell[] cells = [new(SlicePicture.Grey(hounsfield, k, style), Place(k)), new(SlicePicture.Overlay(hounsfield, labels, k, style))];
            var title = string.Create(CultureInfo.InvariantCulture, $"{structure.VolumeMl:0.0} mL");
            var layout = new SheetLayout { Title = title, Subtitle = $"{structure.Label.En} / {structure.Label.Fr}", Columns = 2, CellSide = style.Side };
            PictureWriter.Write(Path.Combine(folder, structure.Name + ".png"), ContactSheet.Compose(cells, layout));
        }
    }

    private void WriteOverview(string path, ScanVolumes volumes, Language language)
    {
        var found = volumes.Structures.Where(structure => structure.VoxelCount > 0).Select(structure => structure.Value).ToHashSet();
        var style = Style(recipe.Segmentation!.Structures.Where(structure => found.Contains(structure.Value)), language);
        var slices = FigureSlices.Choose(labels, OverviewSlices);
        if (slices.Count == 0) slices = [labels.Geometry.Slices / 2];
        var cells = slices.Select(k => new SheetCell(SlicePicture.Overlay(hounsfield, labels, k, style), Place(k))).ToList();
        var layout = new SheetLayout
        {
            Title = recipe.Title.In(language),
            Subtitle = ScanVolumes.Caution.In(language),
            Columns = OverviewColumns,
            CellSide = style.Side,
            Legend = style.Structures,
        };
        PictureWriter.Write(path, ContactSheet.Compose(cells, layout));
    }

    private static ScanStyle Style(IEnumerable<Structure> structures, Language language) => new()
    {
        Low = Low,
        High = High,
        Opacity = 0.45,
        Structures = [.. structures.Select(structure => new StructureColour(structure.Value, new Rgb(structure.Colour.Red, structure.Colour.Green, structure.Colour.Blue), structure.Label.In(language)))],
    };

    private string Place(int k) => string.Create(CultureInfo.InvariantCulture, $"z {labels.Geometry.ToPatient(0, 0, k).Z:0.0} mm");
}
