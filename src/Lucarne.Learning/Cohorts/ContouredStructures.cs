using System.Text.Json;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Cohorts;

/// <summary>What structures.json, as <c>lucarne contours</c> writes it, says of what was contoured.</summary>
internal static class ContouredStructures
{
    /// <summary>The recipe's structures that a mask was made of; null where there is no such file, or it is of another form.</summary>
    /// <exception cref="PrepareException">The file is no JSON.</exception>
    public static IReadOnlyList<string>? Read(string path, SegmentationOptions options)
    {
        if (!File.Exists(path)) return null;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (!document.RootElement.TryGetProperty("structures", out var list) || list.ValueKind != JsonValueKind.Array) return null;
            var drawn = list.EnumerateArray().Where(item => Text(item, "file") is not null).Select(item => Text(item, "recipe_structure")).ToHashSet(StringComparer.Ordinal);
            return [.. options.Structures.Select(structure => structure.Name).Where(drawn.Contains)];
        }
        catch (JsonException)
        {
            throw new PrepareException($"{path} is not JSON; write it anew with `lucarne contours`, or take it away");
        }
    }

    private static string? Text(JsonElement item, string key) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
