using System.Text.Encodings.Web;
using System.Text.Json;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Contours;

/// <summary>
/// Writes <c>structures.json</c>: what became of every structure and contour, and what the label map holds. Word by word, for the serializer
/// that finds the words itself takes a tenth of the command's time to get ready.
/// </summary>
internal static class StructuresFile
{
    private static readonly JsonWriterOptions Form = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file's text.</summary>
    public static byte[] Text(ContourExportResult result, Recipe recipe, LabelPainter painted)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Form))
        {
            json.WriteStartObject();
            json.WriteString("recipe", recipe.Name);
            json.WriteString("series_instance_uid", result.Scan.Series.Identity.SeriesInstanceUid);
            json.WriteString("structure_set_label", result.Set.Label);
            json.WriteString("structure_set_uid", result.Set.SopInstanceUid);
            WriteLabels(json, result, recipe, painted);
            json.WriteStartArray("structures");
            foreach (var structure in result.Structures) WriteStructure(json, structure);
            json.WriteEndArray();
            WriteList(json, "unused", result.Assignment.Unused);
            WriteList(json, "notes", result.Notes.Concat(result.Assignment.Notes.Select(note => note.En)));
            json.WriteEndObject();
        }

        text.WriteByte((byte)'\n');
        return text.ToArray();
    }

    private static void WriteLabels(Utf8JsonWriter json, ContourExportResult result, Recipe recipe, LabelPainter painted)
    {
        var (counts, voxelMl) = (Count(painted), painted.Labels.Geometry.VoxelMl);
        json.WriteStartArray("labels");
        foreach (var structure in recipe.Segmentation!.Structures)
        {
            json.WriteStartObject();
            json.WriteNumber("value", structure.Value);
            json.WriteString("name", structure.Name);
            json.WriteStartObject("label");
            json.WriteString("en", structure.Label.En);
            json.WriteString("fr", structure.Label.Fr);
            json.WriteEndObject();
            WriteList(json, "drawn_as", result.Assignment.Used.FirstOrDefault(used => used.Structure == structure)?.Names ?? []);
            json.WriteNumber("voxels", counts[structure.Value]);
            json.WriteNumber("volume_ml", counts[structure.Value] * voxelMl);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteStructure(Utf8JsonWriter json, ExportedStructure exported)
    {
        json.WriteStartObject();
        json.WriteString("name", exported.Drawn.Name);
        json.WriteNumber("number", exported.Drawn.Number);
        json.WriteString("recipe_structure", exported.Meaning?.Name);
        json.WriteString("file", exported.File);
        json.WriteNumber("contours_used", exported.Used);
        json.WriteNumber("contours_skipped", exported.LeftOut.Count + exported.Drawn.Damaged);
        json.WriteStartArray("skipped");
        foreach (var contour in exported.LeftOut)
        {
            json.WriteStartObject();
            json.WriteNumber("contour", contour.Contour);
            json.WriteString("reason", contour.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("overlapping");
        foreach (var pair in exported.Overlapping)
        {
            json.WriteStartObject();
            json.WriteStartArray("contours");
            json.WriteNumberValue(pair.First);
            json.WriteNumberValue(pair.Second);
            json.WriteEndArray();
            json.WriteNumber("voxels_left_out", pair.VoxelCount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("unreadable_contours", exported.Drawn.Damaged);
        json.WriteNumber("largest_offset_mm", exported.LargestOffsetMm);
        json.WriteNumber("voxels", exported.VoxelCount);
        json.WriteNumber("volume_ml", exported.VolumeMl);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static long[] Count(LabelPainter painted)
    {
        var counts = new long[256];
        foreach (var rows in painted.Filled.In(painted.Labels.Geometry))
        {
            ReadOnlySpan<byte> labels = painted.Labels.Voxels.AsSpan(rows);
            while (labels.IndexOfAnyExcept((byte)0) is >= 0 and var empty)
            {
                var label = labels[empty];
                labels = labels[empty..];
                var length = labels.IndexOfAnyExcept(label) is >= 0 and var end ? end : labels.Length;
                counts[label] += length;
                labels = labels[length..];
            }
        }

        return counts;
    }
}
