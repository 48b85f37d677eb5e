using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Lucarne.Learning.Recipes.Yaml;

/// <summary>Writes YAML in one fixed form: blocks indented by two, lists on one line unless they hold blocks.</summary>
internal static partial class YamlWriter
{
    public static string Write(YamlMap map)
    {
        var text = new StringBuilder();
        foreach (var entry in map.Entries) Entry(text, entry, "");
        return text.ToString();
    }

    /// <summary>A node on one line.</summary>
    public static string Flow(YamlNode node) => node switch
    {
        YamlScalar scalar => Scalar(scalar),
        YamlList list => $"[{string.Join(", ", list.Items.Select(Flow))}]",
        YamlMap { Entries.Count: 0 } => "{}",
        YamlMap map => $"{{ {string.Join(", ", map.Entries.Select(entry => $"{Word(entry.Key)}: {Flow(entry.Value)}"))} }}",
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static void Entry(StringBuilder text, YamlEntry entry, string indent)
    {
        text.Append(indent).Append(Word(entry.Key)).Append(':');
        switch (entry.Value)
        {
            case YamlMap { Entries.Count: > 0 } map:
                text.Append('\n');
                foreach (var inner in map.Entries) Entry(text, inner, indent + "  ");
                break;
            case YamlList { Items: [YamlMap, ..] } list:
                text.Append('\n');
                foreach (var item in list.Items) text.Append(CultureInfo.InvariantCulture, $"{indent}  - {Flow(item)}\n");
                break;
            default:
                text.Append(CultureInfo.InvariantCulture, $" {Flow(entry.Value)}\n");
                break;
        }
    }

    private static string Scalar(YamlScalar scalar) => scalar switch
    {
        { IsNull: true } => "null",
        { Quoted: false } when Plain().IsMatch(scalar.Text) => scalar.Text,
        _ => Quote(scalar.Text),
    };

    private static string Word(string key) => Plain().IsMatch(key) ? key : Quote(key);

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            if (letter is '"' or '\\') quoted.Append('\\').Append(letter);
            else if (letter is < ' ' or (>= '\u007f' and <= '\u009f') or '\u2028' or '\u2029' or '\ufeff')
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            else quoted.Append(letter);
        }

        return quoted.Append('"').ToString();
    }

    [GeneratedRegex(@"^[A-Za-z0-9_+-][A-Za-z0-9_.+-]*\z")]
    private static partial Regex Plain();
}
