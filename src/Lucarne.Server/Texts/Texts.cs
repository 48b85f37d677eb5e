using System.Globalization;
using System.Text.Json;

namespace Lucarne.Server;

/// <summary>Every sentence of the pages in both languages, from the embedded table Texts.json: key to <c>{"en", "fr"}</c>.</summary>
public sealed class Texts
{
    private readonly Dictionary<string, Dictionary<string, string>> _table;

    /// <summary>Reads the table.</summary>
    public Texts()
    {
        using var stream = typeof(Texts).Assembly.GetManifestResourceStream("Lucarne.Server.Texts.json")!;
        _table = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(stream)!;
    }

    /// <summary>All keys with their texts by language.</summary>
    public IReadOnlyDictionary<string, Dictionary<string, string>> All => _table;

    /// <summary>A text; {0}, {1}… in it stand for values.</summary>
    public string Of(string language, string key, params object[] values) => values.Length == 0
        ? _table[key][language]
        : string.Format(CultureInfo.InvariantCulture, _table[key][language], values);
}
