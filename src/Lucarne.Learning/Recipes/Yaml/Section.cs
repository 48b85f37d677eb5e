using System.Globalization;

namespace Lucarne.Learning.Recipes.Yaml;

/// <summary>A block of keys being read strictly: every value has its type and its range, and no key goes unread.</summary>
internal sealed class Section(YamlMap map, string path)
{
    private readonly List<string> known = [];

    public string Path(string key) => path.Length == 0 ? key : $"{path}.{key}";

    /// <summary>The keys that are written, in their order.</summary>
    public IReadOnlyList<string> Keys => [.. map.Entries.Select(entry => entry.Key)];

    public YamlNode? Take(string key)
    {
        known.Add(key);
        return map[key];
    }

    /// <summary>Whether the key is written and holds something. The key counts as known from here on.</summary>
    public bool Holds(string key) => Take(key) is { } node and not YamlScalar { IsNull: true };

    public int Whole(string key, int fallback, int low, int high) => Take(key) is not { } node ? fallback : Whole(node, Path(key), low, high);

    public double Number(string key, double fallback, double low, double high) =>
        Take(key) is not { } node ? fallback : Number(node, Path(key), low, high);

    public bool Truth(string key, bool fallback) => Take(key) switch
    {
        null => fallback,
        YamlScalar { Quoted: false, Text: "true" } => true,
        YamlScalar { Quoted: false, Text: "false" } => false,
        var node => throw Wrong(node, Path(key), "true or false was expected"),
    };

    public string Text(string key, string? fallback) => Take(key) switch
    {
        null => fallback ?? throw Missing(key),
        YamlScalar { IsNull: false } scalar => scalar.Text,
        var node => throw Wrong(node, Path(key), "a text was expected"),
    };

    public string? OptionalText(string key) => Holds(key) ? Text(key, null) : null;

    public string OneOf(string key, string fallback, IReadOnlyList<string> choices)
    {
        var text = Text(key, fallback);
        if (choices.Contains(text)) return text;
        var near = NearestName.Of(text, choices) is { } nearest ? $" (did you mean '{nearest}'?)" : "";
        throw Wrong(map[key]!, Path(key), $"one of {string.Join(", ", choices)} was expected{near}");
    }

    public T Choice<T>(string key, T fallback) where T : struct, Enum =>
        KebabEnum<T>.Parse(OneOf(key, KebabEnum<T>.NameOf(fallback), KebabEnum<T>.Names))!.Value;

    public NumberRange Range(string key, NumberRange fallback, double low, double high)
    {
        if (Take(key) is not { } node) return fallback;
        if (node is not YamlList { Items: [var first, var second] }) throw Wrong(node, Path(key), "two numbers [low, high] were expected");
        var range = new NumberRange(Number(first, Path(key), low, high), Number(second, Path(key), low, high));
        return range.Low <= range.High ? range : throw Wrong(first, Path(key), $"a low bound not above the high one ({second.Found}) was expected");
    }

    public ValueList<T> List<T>(string key, ValueList<T> fallback, Func<YamlNode, string, T> item) => Take(key) switch
    {
        null => fallback,
        YamlList list => ValueList.From(list.Items.Select((node, index) => item(node, $"{Path(key)}[{index}]"))),
        var node => throw Wrong(node, Path(key), "a list was expected"),
    };

    /// <summary>The block under a key; an empty one when the key is not written.</summary>
    public Section Sub(string key) => Take(key) switch
    {
        null => new(new YamlMap([], map.Place), Path(key)),
        YamlMap inner => new(inner, Path(key)),
        var node => throw Wrong(node, Path(key), "a block of keys was expected"),
    };

    /// <summary>Reads a block with <paramref name="read"/>, then refuses any key that it did not ask for.</summary>
    public T Block<T>(string key, Func<Section, T> read)
    {
        var inner = Sub(key);
        var value = read(inner);
        inner.Close();
        return value;
    }

    public void Close()
    {
        if (map.Entries.FirstOrDefault(entry => !known.Contains(entry.Key)) is not { } stray) return;
        var near = NearestName.Of(stray.Key, known) is { } nearest ? $"did you mean '{nearest}'?" : $"the known keys are {string.Join(", ", known)}.";
        throw new RecipeException($"{stray.Place}: the key '{Path(stray.Key)}' is not known here; {near}");
    }

    public RecipeException Missing(string key) => new($"{map.Place}: '{Path(key)}' is missing; add it.");

    public RecipeException Refuse(string key, string expected) => Wrong(map[key] ?? map, Path(key), expected);

    public static RecipeException Wrong(YamlNode node, string path, string expected) =>
        new($"{node.Place}: '{path}' is {node.Found} where {expected}.");

    public static int Whole(YamlNode node, string path, int low, int high)
    {
        if (node is YamlScalar { Quoted: false } scalar
            && int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= low && value <= high)
            return value;
        throw Wrong(node, path, $"a whole number from {low} to {(high == int.MaxValue ? "2147483647" : high)} was expected");
    }

    public static double Number(YamlNode node, string path, double low, double high)
    {
        if (node is YamlScalar { Quoted: false } scalar
            && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value >= low && value <= high)
            return value;
        throw Wrong(node, path, string.Create(CultureInfo.InvariantCulture, $"a number from {low} to {high} was expected"));
    }

    public static string Text(YamlNode node, string path) =>
        node is YamlScalar { IsNull: false } scalar ? scalar.Text : throw Wrong(node, path, "a text was expected");
}
