using Lucarne.Clinic.Findings;
using Lucarne.Imaging;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Contours;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Segment;
using ScanChange = Lucarne.Learning.Segment.FollowUp;

namespace Lucarne.Clinic.Working;

/// <summary>
/// The one slice of a scan that goes on paper: where the tumour is largest. Where none was drawn, where the smallest organ is, which is the hardest to
/// find in the others.
/// </summary>
internal static class LargestSliceFigure
{
    private const int Side = 640;

    // The window of soft tissue: level 40, width 400.
    private const double Low = -160, High = 240;

    /// <summary>Writes the picture and where it lies; nothing where nothing was drawn.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="hounsfield">The scan.</param>
    /// <param name="maps">What was drawn in it.</param>
    /// <param name="recipe">Whose structures they are.</param>
    /// <param name="volumes">How large each is.</param>
    public static LargestSlice? Write(string folder, Volume<float> hounsfield, StructureMaps maps, Recipe recipe, ScanVolumes volumes)
    {
        if (Chosen(recipe.Segmentation!, volumes) is not { } structure) return null;
        var order = new AxialOrder(hounsfield.Geometry);
        var (scan, labels, whole) = (order.Apply(hounsfield), order.Apply(maps.Labels), order.Apply(maps.Whole(structure, recipe.Segmentation!)));
        var grid = scan.Geometry;
        var k = Enumerable.Range(0, grid.Slices).MaxBy(slice => whole.Slice(slice).Count((byte)1));
        var picture = SlicePicture.Overlay(scan, labels, k, new ScanStyle
        {
            Low = Low,
            High = High,
            Opacity = 0.45,
            Side = Side,
            // The page says in its reader's language which side is which.
            HasLetters = false,
            Structures = [.. recipe.Segmentation!.Structures.Select(one => new StructureColour(one.Value, new Rgb(one.Colour.Red, one.Colour.Green, one.Colour.Blue)))],
        });
        var place = new LargestSlice(structure.Name, k + 1, grid.Slices, grid.ToPatient((grid.Columns - 1) / 2.0, (grid.Rows - 1) / 2.0, k).Z, picture.Width, picture.Height);
        PictureWriter.Write(Path.Combine(folder, LargestSlice.Picture + ".png"), picture);
        File.WriteAllText(Path.Combine(folder, LargestSlice.Place + ".json"), JsonForm.Write(place));
        return place;
    }

    /// <summary>The tumour, else the smallest organ that was found; margins, which a rule draws, stand for nothing.</summary>
    private static Structure? Chosen(SegmentationOptions options, ScanVolumes volumes)
    {
        var found = volumes.Structures.Where(structure => structure.VoxelCount > 0).ToDictionary(structure => structure.Name, structure => structure.VolumeMl);
        return options.Structures.FirstOrDefault(structure => structure.Name == ScanChange.Tumour && found.ContainsKey(structure.Name))
            ?? options.Structures.Where(structure => structure.Around is null && found.ContainsKey(structure.Name)).MinBy(structure => found[structure.Name]);
    }
}
