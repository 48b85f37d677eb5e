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

    public Texts()
    {
        using var stream = typeof(Texts).Assembly.GetManifestResourceStream("Lucarne.Learning.Report.Texts.json")!;
        _table = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(stream)!;
    }

    public IEnumerable<string> Keys => _table.Keys;

    public string Of(Language language, string key, params object[] values) => values.Length == 0
        ? _table[key][language.Code()]
        : string.Format(CultureInfo.InvariantCulture, _table[key][language.Code()], values);
}
