namespace Lucarne.Learning.Recipes.Yaml;

/// <summary>Values that replace others: <c>key.path=value</c>, and the block <c>from_scratch</c>.</summary>
internal static class RecipeOverrides
{
    /// <summary>The tree with one value replaced. A block is merged into a block; anything else is replaced.</summary>
    public static YamlMap Set(YamlMap tree, string key, YamlNode value) => Set(tree, key.Split('.'), value);

    /// <summary>Parses <c>key.path=value</c>.</summary>
    public static (string Key, YamlNode Value) Parse(string text)
    {
        var cut = text.IndexOf('=', StringComparison.Ordinal);
        var key = cut < 0 ? "" : text[..cut].Trim();
        if (key.Length == 0 || key.Split('.').Any(string.IsNullOrWhiteSpace))
            throw new RecipeException($"--set {text} has no key; write it as key.path=value, such as train.epochs=10.");
        return (key, Value(text[(cut + 1)..].Trim(), $"--set {text}"));
    }

    /// <summary>The value in its one-line form: a list, a block or a quoted text as YAML, anything else as it stands.</summary>
    public static YamlNode Value(string text, string source) =>
        text is ['[' or '{' or '"' or '\'', ..] ? YamlReader.ReadNode(text, source, lines: false) : new YamlScalar(text, false, new(source, 0));

    /// <summary>The leaves of a block as overrides, sorted by key.</summary>
    public static ValueList<RecipeOverride> Flatten(YamlMap map) =>
        ValueList.From(Leaves(map, "").OrderBy(leaf => leaf.Key, StringComparer.Ordinal));

    /// <summary>What <paramref name="key"/>=<paramref name="value"/> must also replace inside <c>from_scratch</c>, so that a value given
    /// on the command line holds with and without weights.</summary>
    public static YamlMap SetEverywhere(YamlMap tree, string key, YamlNode value)
    {
        var result = Set(tree, key, value);
        var touched = tree["from_scratch"] is YamlMap scratch
            && Leaves(scratch, "").Any(leaf => leaf.Key == key || Under(leaf.Key, key) || Under(key, leaf.Key));
        return touched ? Set(result, $"from_scratch.{key}", value) : result;
    }

    private static bool Under(string key, string parent) => key.StartsWith(parent + ".", StringComparison.Ordinal);

    private static YamlMap Set(YamlMap tree, ReadOnlySpan<string> path, YamlNode value)
    {
        var inner = tree[path[0]];
        var next = path.Length > 1
            ? Set(inner as YamlMap ?? new YamlMap([], value.Place), path[1..], value)
            : inner is YamlMap mine && value is YamlMap other ? mine.Merge(other) : value;
        return tree.With(new(path[0], value.Place, next));
    }

    private static IEnumerable<RecipeOverride> Leaves(YamlMap map, string prefix) => map.Entries.SelectMany(entry =>
        entry.Value is YamlMap { Entries.Count: > 0 } inner
            ? Leaves(inner, $"{prefix}{entry.Key}.")
            : [new RecipeOverride(prefix + entry.Key, YamlWriter.Flow(entry.Value))]);
}
