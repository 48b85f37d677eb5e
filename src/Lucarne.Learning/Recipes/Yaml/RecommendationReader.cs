using System.Text.RegularExpressions;

namespace Lucarne.Learning.Recipes.Yaml;

/// <summary>Reads a recipe's rules, and refuses those that name what is not there, speak one language only, or can never be used.</summary>
internal static class RecommendationReader
{
    private const int MostRules = 200;

    public static ValueList<RecommendationRule> Read(Section root, ValueList<ClassLabel> classes)
    {
        if (!root.Holds("recommendations")) return [];
        string[] names = [.. classes.Select(label => label.Name)];
        var rules = root.List("recommendations", [], (node, path) => Rule(node, path, names));
        if (rules.Count is 0 or > MostRules) throw root.Refuse("recommendations", $"a list of 1 to {MostRules} rules was expected");
        if (rules.GroupBy(rule => rule.Id, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw root.Refuse("recommendations", $"rules with names of their own were expected, and two are called '{twice.Key}'");
        return RuleReach.Fault(rules, names) is { } fault ? throw root.Refuse("recommendations", fault) : rules;
    }

    private static RecommendationRule Rule(YamlNode node, string path, string[] classes)
    {
        if (node is not YamlMap map) throw Section.Wrong(node, path, "a block with 'id', 'actions' and 'source' was expected");
        var section = new Section(map, path);
        var rule = new RecommendationRule
        {
            Id = section.Text("id", null),
            When = section.Block("when", when => Conditions(when, classes)),
            Urgency = section.Choice("urgency", Urgency.Routine),
            WithinDays = section.Holds("within_days") ? section.Whole("within_days", 0, 0, 3650) : null,
            Actions = section.List("actions", [], Both),
            Examination = section.Holds("examination") ? Both(section.Take("examination")!, section.Path("examination")) : null,
            Source = Both(section.Take("source") ?? throw section.Missing("source"), section.Path("source")),
        };
        section.Close();
        if (!Regex.IsMatch(rule.Id, @"\A[a-z0-9][a-z0-9-]{0,63}\z")) throw section.Refuse("id", "1 to 64 small letters, digits or '-' were expected");
        return rule.Actions.Count > 0 ? rule : throw section.Refuse("actions", "at least one text with 'en' and 'fr' was expected");
    }

    private static RuleConditions Conditions(Section section, string[] classes) => new()
    {
        Decision = section.List("decision", [], Decision),
        Class = section.List("class", [], (node, path) => Class(node, path, classes)),
        MayBe = section.List("may_be", [], (node, path) => Class(node, path, classes)),
        Confidence = Range(section, "confidence", 1),
        AgeYears = Range(section, "age_years", 150),
        SizeMm = Range(section, "size_mm", 1e6),
        VolumeMl = Range(section, "volume_ml", 1e6),
        Earlier = section.List("earlier", [], (node, path) => Class(node, path, classes)),
    };

    private static NumberRange? Range(Section section, string key, double high)
    {
        if (!section.Holds(key)) return null;
        var range = section.Range(key, new NumberRange(0, 0), 0, high);
        return range.High > range.Low ? range : throw section.Refuse(key, "a low bound below the high one was expected");
    }

    private static ReadingDecision Decision(YamlNode node, string path) =>
        KebabEnum<ReadingDecision>.Parse(Section.Text(node, path)) ?? throw Section.Wrong(node, path, $"one of {string.Join(", ", KebabEnum<ReadingDecision>.Names)} was expected");

    private static string Class(YamlNode node, string path, string[] classes)
    {
        var name = Section.Text(node, path);
        if (classes.Contains(name)) return name;
        var near = NearestName.Of(name, classes) is { } nearest ? $" (did you mean '{nearest}'?)" : "";
        throw Section.Wrong(node, path, $"one of the recipe's classes was expected, {string.Join(", ", classes)}{near}");
    }

    /// <summary>A text that a doctor reads: in both languages, or refused.</summary>
    private static LocalText Both(YamlNode node, string path) =>
        node is YamlMap ? RecipeReader.Local(node, path) : throw Section.Wrong(node, path, "a block with 'en' and 'fr' was expected, for a doctor reads it in either language");
}
