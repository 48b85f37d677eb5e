using System.Text;

namespace Lucarne.Learning.Recipes.Yaml;

/// <summary>An enumeration's members as recipes write them: CrossEntropy is cross-entropy.</summary>
internal static class KebabEnum<T> where T : struct, Enum
{
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<T>().Select(NameOf)];

    public static string NameOf(T value)
    {
        var text = new StringBuilder();
        foreach (var letter in value.ToString())
        {
            if (char.IsUpper(letter) && text.Length > 0) text.Append('-');
            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }

    public static T? Parse(string name) => Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => NameOf(value!.Value) == name);
}
