using Lucarne.Learning.Recipes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Lucarne.Learning.Report;

/// <summary>
/// What the report shows of recipe.yaml: its text, its titles and its settings. Read as a plain YAML tree, since the
/// report must also read the runs of other versions.
/// </summary>
internal sealed record RecipeFacts
{
    public required string Yaml { get; init; }
    public LocalText? Title { get; init; }
    public LocalText? Description { get; init; }
    public IReadOnlyDictionary<string, LocalText> Labels { get; init; } = new Dictionary<string, LocalText>();

    /// <summary>Settings as "key.path" and value, in the file's order; texts for people are left out.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    public string? Setting(string key) => Settings.FirstOrDefault(s => s.Key == key).Value;

    public static RecipeFacts Read(string path)
    {
        var yaml = File.ReadAllText(path);
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException e)
        {
            throw new FormatException(e.Message, e);
        }
        var root = stream.Documents.Count > 0 ? stream.Documents[0].RootNode as YamlMappingNode : null;
        if (root is null) return new() { Yaml = yaml };
        var settings = new List<KeyValuePair<string, string>>();
        Flatten("", root, settings);
        return new()
        {
            Yaml = yaml,
            Title = Both(Child(root, "title")),
            Description = Both(Child(root, "description")),
            Labels = ClassLabels(root),
            Settings = settings,
        };
    }

    private static Dictionary<string, LocalText> ClassLabels(YamlMappingNode root)
    {
        var labels = new Dictionary<string, LocalText>(StringComparer.Ordinal);
        foreach (var node in ((Child(root, "classes") ?? Child(root, "structures")) as YamlSequenceNode)?.Children ?? [])
        {
            if (node is YamlMappingNode one && Child(one, "name") is YamlScalarNode { Value: { } name } && Both(Child(one, "label")) is { } label)
                labels[name] = label;
        }
        return labels;
    }

    private static LocalText? Both(YamlNode? node) => node switch
    {
        YamlScalarNode { Value: { Length: > 0 } text } => LocalText.Same(text),
        YamlMappingNode map when Child(map, "en") is YamlScalarNode { Value: { } en } =>
            new(en, (Child(map, "fr") as YamlScalarNode)?.Value ?? en),
        _ => null,
    };

    private static YamlNode? Child(YamlMappingNode map, string key) =>
        map.Children.FirstOrDefault(c => c.Key is YamlScalarNode { Value: { } name } && name == key).Value;

    private static void Flatten(string prefix, YamlMappingNode map, List<KeyValuePair<string, string>> settings)
    {
        foreach (var (keyNode, value) in map.Children)
        {
            if (keyNode is not YamlScalarNode { Value: { } key } || key is "en" or "fr" or "classes" or "structures" or "from_scratch" or "variants") continue;
            if (value is YamlMappingNode inner) Flatten(prefix + key + ".", inner, settings);
            else settings.Add(new(prefix + key, OneLine(value)));
        }
    }

    private static string OneLine(YamlNode node) => node switch
    {
        YamlSequenceNode list => string.Join(", ", list.Children.Select(OneLine)),
        YamlMappingNode map => string.Join(", ", map.Children.Select(c => $"{OneLine(c.Key)} {OneLine(c.Value)}")),
        YamlScalarNode scalar => scalar.Value ?? "",
        _ => "",
    };
}
