using System.Text.RegularExpressions;

namespace Lucarne.Learning.Recipes.Yaml;

/// <summary>Reads a recipe's rules, and refuses those that name what is not there, speak one language only, or can never be used.</summary>
internal static class RecommendationReader
{
    private const int MostRules = 200;

    /// <summary>The rules of a recipe that tells pictures apart.</summary>
    public static ValueList<RecommendationRule> Read(Section root, ValueList<ClassLabel> classes)
    {
        string[] names = [.. classes.Select(label => label.Name)];
        return Read(root, when => Conditions(when, names), rules => RuleReach.Fault(rules, names));
    }

    /// <summary>The rules of a recipe that draws structures: they ask for volumes and how these changed.</summary>
    public static ValueList<RecommendationRule> Read(Section root, ValueList<Structure> structures)
    {
        string[] names = [.. structures.Select(structure => structure.Name)];
        return Read(root, when => OfStructure(when, names), RuleReach.FaultOfStructures);
    }

    private static ValueList<RecommendationRule> Read(Section root, Func<Section, RuleConditions> conditions, Func<IReadOnlyList<RecommendationRule>, string?> fault)
    {
        if (!root.Holds("recommendations")) return [];
        var rules = root.List("recommendations", [], (node, path) => Rule(node, path, conditions));
        if (rules.Count is 0 or > MostRules) throw root.Refuse("recommendations", $"a list of 1 to {MostRules} rules was expected");
        if (rules.GroupBy(rule => rule.Id, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw root.Refuse("recommendations", $"rules with names of their own were expected, and two are called '{twice.Key}'");
        return fault(rules) is { } found ? throw root.Refuse("recommendations", found) : rules;
    }

    private static RecommendationRule Rule(YamlNode node, string path, Func<Section, RuleConditions> conditions)
    {
        if (node is not YamlMap map) throw Section.Wrong(node, path, "a block with 'id', 'actions' and 'source' was expected");
        var section = new Section(map, path);
        var rule = new RecommendationRule
        {
            Id = section.Text("id", null),
            When = section.Block("when", conditions),
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

    private static RuleConditions OfStructure(Section section, string[] structures)
    {
        var when = new RuleConditions
        {
            Structure = section.Holds("structure") ? section.OneOf("structure", "", structures) : null,
            VolumeMl = Range(section, "volume_ml", 1e6),
            ChangePercent = Range(section, "change_percent", 1e6, low: -100),
        };
        return (when.Structure is null) == (when.VolumeMl is null && when.ChangePercent is null)
            ? when
            : throw section.Refuse("structure", "a structure together with 'volume_ml' or 'change_percent' was expected, or none of them");
    }

    private static NumberRange? Range(Section section, string key, double high, double low = 0)
    {
        if (!section.Holds(key)) return null;
        var range = section.Range(key, new NumberRange(0, 0), low, high);
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
