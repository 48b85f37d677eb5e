using System.Text.Json;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Prepare;

/// <summary>structures.json, as <c>lucarne contours</c> writes it, as far as a preparation needs it.</summary>
internal static class StructuresFile
{
    /// <summary>The recipe's structures that the file lists as mapped; null where there is no such file or it lists none in a known form.</summary>
    public static IReadOnlyList<string>? Contoured(string path, SegmentationOptions options)
    {
        if (!File.Exists(path)) return null;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (!document.RootElement.TryGetProperty("structures", out var list) || list.ValueKind != JsonValueKind.Array) return null;
            var names = list.EnumerateArray()
                .Select(item => item.ValueKind == JsonValueKind.Object && item.TryGetProperty("structure", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null)
                .ToHashSet(StringComparer.Ordinal);
            return [.. options.Structures.Select(structure => structure.Name).Where(names.Contains)];
        }
        catch (JsonException)
        {
            throw new PrepareException($"{path} is not JSON; write it anew with `lucarne contours`, or take it away");
        }
    }
}
