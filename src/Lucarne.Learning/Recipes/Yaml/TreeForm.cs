using System.Globalization;

namespace Lucarne.Learning.Recipes.Yaml;

/// <summary>The values of a recipe as nodes to be written.</summary>
internal static class TreeForm
{
    public static Place Nowhere { get; } = new("the resolved recipe", 0);

    public static YamlScalar Null => Plain("null");

    public static YamlMap Map(params ReadOnlySpan<(string Key, YamlNode Value)> entries)
    {
        var list = new List<YamlEntry>(entries.Length);
        foreach (var (key, value) in entries) list.Add(new(key, Nowhere, value));
        return new(list, Nowhere);
    }

    public static YamlMap Local(LocalText text) => Map(("en", Text(text.En)), ("fr", Text(text.Fr)));

    public static YamlList List(IEnumerable<YamlNode> items) => new([.. items], Nowhere);

    public static YamlList Numbers(IEnumerable<int> items) => List(items.Select(item => Number(item)));

    public static YamlList Range(NumberRange range) => List([Number(range.Low), Number(range.High)]);

    public static YamlScalar Number(double value) => Plain(Invariant(value));

    public static YamlScalar Truth(bool value) => Plain(value ? "true" : "false");

    public static YamlScalar Choice<T>(T value) where T : struct, Enum => Plain(KebabEnum<T>.NameOf(value));

    public static YamlScalar Text(string? text) => text is null ? Null : new(text, true, Nowhere);

    public static YamlScalar Plain(string text) => new(text, false, Nowhere);

    public static string Invariant(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
