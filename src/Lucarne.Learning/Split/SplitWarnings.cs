using System.Globalization;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Split;

/// <summary>Says where a split had to stray from what was wanted.</summary>
internal static class SplitWarnings
{
    /// <summary>A class whose share of a part is off by more than this fraction of the class is worth a word.</summary>
    private const double Tolerance = 0.05;

    public static ValueList<string> Of(GroupTable table, IReadOnlyList<string>[] parts, double[] fractions, string[] names)
    {
        var classOf = table.Items.ToDictionary(item => item.File, item => item.ClassName, StringComparer.Ordinal);
        return ValueList.From(table.Classes.Select(name => Of(table, parts, fractions, names, name, classOf)).OfType<string>());
    }

    private static string? Of(GroupTable table, IReadOnlyList<string>[] parts, double[] fractions, string[] names, string name, Dictionary<string, string> classOf)
    {
        int[] held = [.. parts.Select(part => part.Count(file => classOf[file] == name))];
        var total = held.Sum();
        var groups = table.GroupCount(name);
        var shares = string.Join(", ", names.Select((part, i) => string.Create(CultureInfo.InvariantCulture, $"{part} {held[i]}")));
        var why = $"its {total} pictures form {groups} group(s) that cannot be cut";
        var lacking = names.Where((_, i) => held[i] == 0).ToArray();
        if (lacking.Length > 0) return $"class '{name}' is missing from the {string.Join(" and ", lacking)} part: {why} ({shares})";
        var off = held.Select((count, i) => Math.Abs(count - (fractions[i] * total))).Max();
        return off > Math.Max(Tolerance * total, 1) ? $"class '{name}' is far from the wanted fractions: {why} ({shares})" : null;
    }
}
