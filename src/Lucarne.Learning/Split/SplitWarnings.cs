using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Split;

/// <summary>Says where a split had to stray from what was wanted.</summary>
internal static class SplitWarnings
{
    /// <summary>A class whose share of a part is off by more than this fraction of the class is worth a word.</summary>
    private const double Tolerance = 0.05;

    public static ValueList<LocalText> Of(GroupTable table, IReadOnlyList<string>[] parts, double[] fractions, LocalText[] names)
    {
        var classOf = table.Items.ToDictionary(item => item.File, item => item.ClassName, StringComparer.Ordinal);
        return ValueList.From(table.Classes.Select(name => Of(table, parts, fractions, names, name, classOf)).OfType<LocalText>());
    }

    private static LocalText? Of(GroupTable table, IReadOnlyList<string>[] parts, double[] fractions, LocalText[] names, string name, Dictionary<string, string> classOf)
    {
        int[] held = [.. parts.Select(part => part.Count(file => classOf[file] == name))];
        var total = held.Sum();
        var groups = table.GroupCount(name);
        string Shares(Func<LocalText, string> language) => string.Join(", ", names.Select((part, i) => $"{language(part)} {held[i]}"));
        var (why, shares) = ($"its {total} pictures form {groups} group(s) that cannot be cut", Shares(part => part.En));
        var (whyInFrench, sharesInFrench) = ($"ses {total} images forment {groups} groupe(s) qui ne peuvent être coupés", Shares(part => part.Fr));
        var lacking = names.Where((_, i) => held[i] == 0).ToArray();
        if (lacking.Length > 0)
        {
            return new(
                $"class '{name}' is missing from the {string.Join(" and ", lacking.Select(part => part.En))} part: {why} ({shares})",
                $"la classe «\u202f{name}\u202f» manque en {string.Join(" et ", lacking.Select(part => part.Fr))}\u202f: {whyInFrench} ({sharesInFrench})");
        }

        var off = held.Select((count, i) => Math.Abs(count - (fractions[i] * total))).Max();
        return off > Math.Max(Tolerance * total, 1)
            ? new($"class '{name}' is far from the wanted fractions: {why} ({shares})", $"la classe «\u202f{name}\u202f» est loin des fractions voulues\u202f: {whyInFrench} ({sharesInFrench})")
            : null;
    }
}
