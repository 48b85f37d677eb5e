using System.Text.Json;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Report;

/// <summary>
/// Reads what is there of a JSON file that others write: a field that is missing or of another kind is null, so that
/// one odd field costs one line of the report and not the page.
/// </summary>
internal static class JsonLookup
{
    public static JsonElement? At(this JsonElement? element, params string[] path)
    {
        var at = element;
        foreach (var key in path)
        {
            if (at is not { ValueKind: JsonValueKind.Object } holder || !holder.TryGetProperty(key, out var next)) return null;
            at = next;
        }
        return at is { ValueKind: JsonValueKind.Null } ? null : at;
    }

    public static string? Text(this JsonElement? element, params string[] path) => element.At(path) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } value => value.GetRawText(),
        _ => null,
    };

    public static double? Number(this JsonElement? element, params string[] path) =>
        element.At(path) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value) ? value : null;

    public static int? Whole(this JsonElement? element, params string[] path) =>
        element.Number(path) is double value && Math.Abs(value) <= int.MaxValue ? (int)value : null;

    public static IEnumerable<JsonElement?> Items(this JsonElement? element, params string[] path) =>
        element.At(path) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray().Select(item => (JsonElement?)item) : [];

    public static IEnumerable<KeyValuePair<string, JsonElement?>> Fields(this JsonElement? element, params string[] path) =>
        element.At(path) is { ValueKind: JsonValueKind.Object } holder
            ? holder.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, (JsonElement?)p.Value))
            : [];

    /// <summary>Sentences in both languages: a list and, under the key with <c>_fr</c>, the same in French; files made before that was written speak English in both.</summary>
    public static IReadOnlyList<LocalText> Both(this JsonElement? element, string key) => LocalText.Paired(element.Texts(key), element.Texts(key + "_fr"));

    public static IReadOnlyList<string> Texts(this JsonElement? element, params string[] path) =>
        [.. element.Items(path).Select(item => item.Text()).OfType<string>()];
}
