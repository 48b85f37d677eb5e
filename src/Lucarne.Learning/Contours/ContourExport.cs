using Lucarne.Dicom;
using Lucarne.Dicom.Conversion;
using Lucarne.Dicom.Discovery;
using Lucarne.Dicom.Series;
using Lucarne.Dicom.Structures;
using Lucarne.Imaging;
using Lucarne.Imaging.Contours;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Recipes;
using DrawnStructure = Lucarne.Dicom.Structures.Structure;
using Structure = Lucarne.Learning.Recipes.Structure;

namespace Lucarne.Learning.Contours;

/// <summary>A structure of a structure set, after its export.</summary>
/// <param name="Drawn">The structure.</param>
/// <param name="Meaning">The recipe's structure that its name means; null for none.</param>
/// <param name="File">The mask's file below the folder; null where no contour encloses an area.</param>
/// <param name="Used">Contours that have their part in the mask.</param>
/// <param name="LeftOut">The others, and why.</param>
/// <param name="Overlapping">Pairs of used contours, by their numbers in the structure set, that overlap in part: what both hold is outside of the mask.</param>
/// <param name="VoxelCount">Voxels of the mask.</param>
/// <param name="VolumeMl">Their volume in mL.</param>
/// <param name="LargestOffsetMm">The largest distance of a used contour from its slice, in mm.</param>
public sealed record ExportedStructure(DrawnStructure Drawn, Structure? Meaning, string? File, int Used, IReadOnlyList<LeftOutContour> LeftOut, IReadOnlyList<OverlappingContours> Overlapping, long VoxelCount, double VolumeMl, double LargestOffsetMm);

/// <summary>What became of a structure set.</summary>
/// <param name="Set">The structure set.</param>
/// <param name="Scan">The scan it was drawn on.</param>
/// <param name="Structures">Its structures, in its order.</param>
/// <param name="Assignment">Which names mean which structure of the recipe.</param>
/// <param name="Notes">What a person should know, a sentence each.</param>
public sealed record ContourExportResult(StructureSet Set, PlannedVolume Scan, IReadOnlyList<ExportedStructure> Structures, StructureAssignment Assignment, IReadOnlyList<string> Notes);

/// <summary>Writes the contours of a structure set as masks on the grid of the scan they were drawn on, and as one label map.</summary>
public static class ContourExport
{
    /// <summary>Writes <c>labels.nii.gz</c>, <c>structures/…nii.gz</c> and <c>structures.json</c>.</summary>
    /// <param name="path">A folder or a zip with one structure set and the slices it was drawn on, among others perhaps.</param>
    /// <param name="folder">Where they are written; it is made where there is none.</param>
    /// <param name="recipe">The recipe whose structures the label map has.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="DicomException">There is not one structure set, or its series is not here or makes no volume.</exception>
    /// <exception cref="RecipeException">The recipe is no segmentation.</exception>
    public static ContourExportResult Run(string path, string folder, Recipe recipe, CancellationToken token = default) => Run(path, folder, Task.FromResult(recipe), token);

    /// <summary>The same with a recipe that is still being read, while the slices' headers are.</summary>
    public static ContourExportResult Run(string path, string folder, Task<Recipe> reading, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(folder);
        using var collection = DicomCollection.Open(path, token);
        var set = OneSet(collection, path);
        var (scan, notes) = ScanOf(set, collection, token);
        var masks = new MaskLine(set, scan.Geometry, token);
        var recipe = reading.GetAwaiter().GetResult();
        var options = recipe.Segmentation ?? throw new RecipeException($"The recipe '{recipe.Name}' has no structures; name one that segments, like thorax.");
        var names = new StructureNames(options.Structures);
        var painter = new LabelPainter(scan.Geometry, options);
        EarlierExport.Remove(folder);
        var exported = Export(set, masks, names, painter, folder, token);
        var packing = Task.Run(() => NiftiFile.Write(Path.Combine(folder, "labels.nii.gz"), painter.Labels, painter.Filled, $"labels of the recipe {recipe.Name}"), token);
        var result = new ContourExportResult(set, scan, exported, names.Assign(set.Structures.Select(structure => structure.Name)), notes);
        var story = StructuresFile.Text(result, recipe, painter);
        packing.GetAwaiter().GetResult();
        PlacedFile.Write(Path.Combine(folder, "structures.json"), story);
        return result;
    }

    private static StructureSet OneSet(DicomCollection collection, string path)
    {
        if (collection.StructureSets is [var only]) return only;
        if (collection.StructureSets.Count > 1)
            throw new DicomException($"'{path}' holds {collection.StructureSets.Count} structure sets ({string.Join(", ", collection.StructureSets.Take(4).Select(set => $"'{set.File}'"))}), where one is expected; give one patient's folder with the one that is wanted.");
        var damaged = collection.LeftOut.FirstOrDefault(file => file.Kind == LeftOutKind.Damaged);
        throw new DicomException(damaged is null
            ? $"'{path}' holds no structure set (RTSTRUCT) among {collection.Series.Count} series; put it beside the slices it was drawn on."
            : $"'{path}' holds no structure set that can be read: {damaged.Sentence}");
    }

    private static (PlannedVolume Scan, IReadOnlyList<string> Notes) ScanOf(StructureSet set, DicomCollection collection, CancellationToken token)
    {
        var series = ReferencedSeries.Choose(set, collection.Series);
        var plan = series.Plan(token);
        if (plan.Volumes.Count == 0) throw new DicomException($"'{set.File}' was drawn on a series that makes no volume: {string.Join(" ", plan.Refusals.Concat(plan.Notes).Select(note => note.English))}");
        return (plan.Volumes[0], [.. plan.Unused.Concat(plan.Volumes[0].Warnings).Concat(plan.Refusals).Concat(plan.Notes).Select(note => note.English)]);
    }

    private static ExportedStructure[] Export(StructureSet set, MaskLine masks, StructureNames names, LabelPainter painter, string folder, CancellationToken token)
    {
        Directory.CreateDirectory(Path.Combine(folder, "structures"));
        var files = new FileNames();
        string[] claimed = [.. set.Structures.Select(structure => files.Claim(FileNames.Whole(structure.Name) is { Length: > 0 } name ? name : "unnamed"))];
        var exported = new ExportedStructure[set.Structures.Count];
        for (var index = 0; index < exported.Length; index++)
        {
            token.ThrowIfCancellationRequested();
            var mask = masks.Next();
            exported[index] = Export(mask, names.Match(mask.Drawn.Name), painter, folder, $"structures/{claimed[index]}.nii.gz");
            masks.Free(mask);
        }

        return exported;
    }

    private static ExportedStructure Export(StructureMask mask, Structure? meaning, LabelPainter painter, string folder, string file)
    {
        var drawn = mask.Drawn;
        if (mask.Rasterised is not { } rasterised) return new ExportedStructure(drawn, meaning, null, 0, mask.LeftOut, [], 0, 0, 0);
        NiftiFile.Write(Path.Combine(folder, file), rasterised.Mask, rasterised.Filled, drawn.Name);
        if (meaning is not null) painter.Paint(rasterised.Mask, rasterised.Filled, meaning);
        return new ExportedStructure(drawn, meaning, file, rasterised.Used, mask.LeftOut, mask.Overlapping, rasterised.VoxelCount, rasterised.VolumeMl, rasterised.LargestOffsetMm);
    }

    /// <summary>The structures' masks, one after the other. While one is packed the next is made, in the room of the one before it.</summary>
    private sealed class MaskLine
    {
        private readonly StructureSet _set;
        private readonly VolumeGeometry _grid;
        private readonly CancellationToken _token;
        private readonly Stack<RasterisedContours> _rooms = new();
        private Task<(StructureMask Mask, RasterisedContours? Room)>? _making;
        private int _begun;

        /// <summary>Begins with the first.</summary>
        public MaskLine(StructureSet set, VolumeGeometry grid, CancellationToken token)
        {
            (_set, _grid, _token) = (set, grid, token);
            _making = Make();
        }

        public StructureMask Next()
        {
            var (mask, room) = _making!.GetAwaiter().GetResult();
            // A structure without an area leaves the room that it was given.
            if (mask.Rasterised is null && room is not null) _rooms.Push(room);
            _making = Make();
            return mask;
        }

        /// <summary>The mask is read no more.</summary>
        public void Free(StructureMask mask)
        {
            if (mask.Rasterised is { } rasterised) _rooms.Push(rasterised);
        }

        private Task<(StructureMask Mask, RasterisedContours? Room)>? Make()
        {
            if (_begun == _set.Structures.Count) return null;
            var structure = _set.Structures[_begun++];
            _rooms.TryPop(out var room);
            return Task.Run(() => (StructureMask.Of(structure, _grid, room), room), _token);
        }
    }
}
