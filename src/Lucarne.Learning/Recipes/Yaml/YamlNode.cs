namespace Lucarne.Learning.Recipes.Yaml;

/// <summary>Where a value was written.</summary>
/// <param name="Source">A file name, or the override it came from.</param>
/// <param name="Line">Counted from 1; 0 when the source has no lines.</param>
internal readonly record struct Place(string Source, int Line)
{
    public override string ToString() => Line > 0 ? $"{Source}, line {Line}" : Source;
}

internal abstract record YamlNode(Place Place)
{
    /// <summary>How the node is named in an error.</summary>
    public abstract string Found { get; }
}

/// <param name="Text">The text, unquoted.</param>
/// <param name="Quoted">Whether it was quoted, so that it is a text whatever it looks like.</param>
/// <param name="Place">Where it was written.</param>
internal sealed record YamlScalar(string Text, bool Quoted, Place Place) : YamlNode(Place)
{
    public bool IsNull => !Quoted && Text is "" or "~" or "null" or "Null" or "NULL";

    public override string Found => IsNull ? "nothing" : $"'{Text}'";
}

internal sealed record YamlList(IReadOnlyList<YamlNode> Items, Place Place) : YamlNode(Place)
{
    public override string Found => $"a list of {Items.Count}";
}

internal sealed record YamlMap(IReadOnlyList<YamlEntry> Entries, Place Place) : YamlNode(Place)
{
    public override string Found => "a block of keys";

    public YamlNode? this[string key] => Entries.FirstOrDefault(entry => entry.Key == key)?.Value;

    public YamlMap Without(string key) => this with { Entries = [.. Entries.Where(entry => entry.Key != key)] };

    public YamlMap With(YamlEntry added) => this[added.Key] is null
        ? this with { Entries = [.. Entries, added] }
        : this with { Entries = [.. Entries.Select(entry => entry.Key == added.Key ? added : entry)] };

    /// <summary>This block with the other's values in place of its own: blocks are merged key by key, anything else is replaced.</summary>
    public YamlMap Merge(YamlMap other) => other.Entries.Aggregate(this, (result, entry) =>
        entry.Value is YamlMap inner && result[entry.Key] is YamlMap mine
            ? result.With(entry with { Value = mine.Merge(inner) })
            : result.With(entry));
}

internal sealed record YamlEntry(string Key, Place Place, YamlNode Value);
