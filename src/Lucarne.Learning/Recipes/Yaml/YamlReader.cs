using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Lucarne.Learning.Recipes.Yaml;

/// <summary>Reads the part of YAML that recipes use: one document, no anchors, no tags, no key twice.</summary>
internal sealed class YamlReader
{
    private const int DeepestLevel = 16;
    private readonly Parser parser;
    private readonly string source;
    private readonly bool lines;

    private YamlReader(string text, string source, bool lines)
    {
        parser = new Parser(new StringReader(text));
        this.source = source;
        this.lines = lines;
    }

    public static YamlMap ReadMap(string text, string source)
    {
        var node = ReadNode(text, source, lines: true);
        return node as YamlMap
            ?? throw new RecipeException($"{source} holds {node.Found} where a recipe's block of keys was expected; write it as 'name: …', 'classes: …'.");
    }

    public static YamlNode ReadNode(string text, string source, bool lines)
    {
        var reader = new YamlReader(text, source, lines);
        try
        {
            return reader.Document();
        }
        catch (YamlException error)
        {
            throw new RecipeException(
                $"{reader.At(error.Start)} is not YAML ({Sentence(error.Message)}); mend the indentation, brackets or quotes there.", error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The parser loses its footing at some unfinished texts, such as a bracket that never closes.
            throw new RecipeException($"{reader.At(reader.parser.Current?.End ?? Mark.Empty)} is not YAML that can be followed; close every bracket and quote.", error);
        }
    }

    private YamlNode Document()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _)) return new YamlScalar("", false, new(source, 0));
        parser.Consume<DocumentStart>();
        var node = Node(0);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
            throw new RecipeException($"{At(second.Start)} starts a second document; a recipe is one document.");
        return node;
    }

    private YamlNode Node(int level)
    {
        if (level > DeepestLevel) throw new RecipeException($"{At(parser.Current!.Start)} is nested deeper than {DeepestLevel} levels; no key of a recipe is.");
        if (parser.Current is NodeEvent { Anchor.IsEmpty: false } or AnchorAlias)
            throw new RecipeException($"{At(parser.Current.Start)} uses an anchor or an alias (& or *); write the value out.");
        if (parser.TryConsume<Scalar>(out var scalar))
            return new YamlScalar(scalar.Value, scalar.Style != ScalarStyle.Plain, At(scalar.Start));
        return parser.TryConsume<SequenceStart>(out var list) ? List(At(list.Start), level) : Map(level);
    }

    private YamlList List(Place place, int level)
    {
        var items = new List<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Node(level + 1));
        return new(items, place);
    }

    private YamlMap Map(int level)
    {
        var place = At(parser.Consume<MappingStart>().Start);
        var entries = new List<YamlEntry>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
                throw new RecipeException($"{At(parser.Current!.Start)} has a key that is not a word; keys are words such as 'train'.");
            var where = At(key.Start);
            if (entries.Find(entry => entry.Key == key.Value) is { } twin)
                throw new RecipeException($"{where}: the key '{key.Value}' was already written on line {twin.Place.Line}; keep one of the two.");
            entries.Add(new(key.Value, where, Node(level + 1)));
        }

        return new(entries, place);
    }

    private Place At(Mark mark) => new(source, lines ? (int)mark.Line : 0);

    private static string Sentence(string message) => message.TrimEnd('.').ReplaceLineEndings(" ");
}
