using System.Text.Encodings.Web;
using System.Text.Json;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Contours;

/// <summary>Writes <c>structures.json</c>: what became of every structure and contour, and what the label map holds.</summary>
internal static class StructuresFile
{
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(string path, ContourExportResult result, Recipe recipe, Volume<byte> labels) =>
        AtomicFile.Write(path, JsonSerializer.Serialize(
            new Dictionary<string, object?>
            {
                ["recipe"] = recipe.Name,
                ["series_instance_uid"] = result.Scan.Series.Identity.SeriesInstanceUid,
                ["structure_set_label"] = result.Set.Label,
                ["structure_set_uid"] = result.Set.SopInstanceUid,
                ["labels"] = Labels(result, recipe, labels),
                ["structures"] = result.Structures.Select(Structure),
                ["unused"] = result.Assignment.Unused,
                ["notes"] = result.Notes.Concat(result.Assignment.Notes),
            },
            Form) + "\n");

    private static IEnumerable<Dictionary<string, object?>> Labels(ContourExportResult result, Recipe recipe, Volume<byte> labels)
    {
        var counts = Count(labels.Voxels);
        return recipe.Segmentation!.Structures.Select(structure => new Dictionary<string, object?>
        {
            ["value"] = structure.Value,
            ["name"] = structure.Name,
            ["label"] = new Dictionary<string, string> { ["en"] = structure.Label.En, ["fr"] = structure.Label.Fr },
            ["drawn_as"] = result.Assignment.Used.FirstOrDefault(used => used.Structure == structure)?.Names ?? [],
            ["voxels"] = counts[structure.Value],
            ["volume_ml"] = counts[structure.Value] * labels.Geometry.VoxelMl,
        });
    }

    private static long[] Count(ReadOnlySpan<byte> labels)
    {
        var counts = new long[256];
        while (labels.IndexOfAnyExcept((byte)0) is >= 0 and var empty)
        {
            var label = labels[empty];
            labels = labels[empty..];
            var length = labels.IndexOfAnyExcept(label) is >= 0 and var end ? end : labels.Length;
            counts[label] += length;
            labels = labels[length..];
        }

        return counts;
    }

    private static Dictionary<string, object?> Structure(ExportedStructure exported) => new()
    {
        ["name"] = exported.Drawn.Name,
        ["number"] = exported.Drawn.Number,
        ["recipe_structure"] = exported.Meaning?.Name,
        ["file"] = exported.File,
        ["contours_used"] = exported.Used,
        ["contours_skipped"] = exported.LeftOut.Count + exported.Drawn.Damaged,
        ["skipped"] = exported.LeftOut.Select(contour => new Dictionary<string, object?> { ["contour"] = contour.Contour, ["reason"] = contour.Reason }),
        ["overlapping"] = exported.Overlapping.Select(pair => new Dictionary<string, object?> { ["contours"] = new[] { pair.First, pair.Second }, ["voxels_left_out"] = pair.VoxelCount }),
        ["unreadable_contours"] = exported.Drawn.Damaged,
        ["largest_offset_mm"] = exported.LargestOffsetMm,
        ["voxels"] = exported.VoxelCount,
        ["volume_ml"] = exported.VolumeMl,
    };
}
