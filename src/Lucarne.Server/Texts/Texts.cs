using System.Globalization;
using System.Text.Json;

namespace Lucarne.Server;

/// <summary>Every sentence of the pages in both languages, from the embedded tables of this folder: key to <c>{"en", "fr"}</c>.</summary>
public sealed class Texts
{
    private const string Tables = "Lucarne.Server.Texts.";

    private readonly Dictionary<string, Dictionary<string, string>> _table = [];

    /// <summary>Reads the tables.</summary>
    public Texts()
    {
        var assembly = typeof(Texts).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Tables, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            foreach (var (key, text) in JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(stream)!) _table.Add(key, text);
        }
    }

    /// <summary>All keys with their texts by language.</summary>
    public IReadOnlyDictionary<string, Dictionary<string, string>> All => _table;

    /// <summary>A text; {0}, {1}… in it stand for values.</summary>
    public string Of(string language, string key, params object[] values) => values.Length == 0
        ? _table[key][language]
        : string.Format(CultureInfo.InvariantCulture, _table[key][language], values);
}
