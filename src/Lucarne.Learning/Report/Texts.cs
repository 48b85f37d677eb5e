using System.Globalization;
using System.Text.Json;

namespace Lucarne.Learning.Report;

/// <summary>
/// Every sentence of the report and every title of a chart, in both languages, from the one embedded table
/// Texts.json: key to <c>{"en", "fr"}</c>. A text may hold {0}, {1}… for values.
/// </summary>
internal sealed class Texts
{
    private readonly Dictionary<string, Dictionary<string, string>> _table;

    /// <summary>The report's own texts and those of the chapters that are added to it.</summary>
    public Texts(IReadOnlyList<RunChapter>? chapters = null)
    {
        using var stream = typeof(Texts).Assembly.GetManifestResourceStream("Lucarne.Learning.Report.Texts.json")!;
        _table = Read(stream);
        foreach (var chapter in chapters ?? [])
        {
            using var more = chapter.OpenTexts();
            if (more is null) continue;
            foreach (var (key, text) in Read(more)) _table.TryAdd(key, text);
        }
    }

    public IEnumerable<string> Keys => _table.Keys;

    private static Dictionary<string, Dictionary<string, string>> Read(Stream stream) =>
        JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(stream)!;

    public string Of(Language language, string key, params object[] values) => values.Length == 0
        ? _table[key][language.Code()]
        : string.Format(CultureInfo.InvariantCulture, _table[key][language.Code()], values);
}
