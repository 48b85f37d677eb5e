using static Lucarne.Learning.Recipes.Yaml.TreeForm;

namespace Lucarne.Learning.Recipes.Yaml;

/// <summary>A recipe's rules as a tree to be written; conditions that always hold are not written.</summary>
internal static class RecommendationTree
{
    public static YamlNode Of(ValueList<RecommendationRule> rules) => rules.Count == 0 ? Null : List(rules.Select(Rule));

    private static YamlMap Rule(RecommendationRule rule) => Map(
        ("id", Text(rule.Id)),
        ("when", Conditions(rule.When)),
        ("urgency", Choice(rule.Urgency)),
        ("within_days", rule.WithinDays is { } days ? Number(days) : Null),
        ("actions", List(rule.Actions.Select(Local))),
        ("examination", rule.Examination is { } examination ? Local(examination) : Null),
        ("source", Local(rule.Source)));

    private static YamlMap Conditions(RuleConditions when)
    {
        var entries = new List<(string, YamlNode)>();
        if (when.Decision.Count > 0) entries.Add(("decision", List(when.Decision.Select(Choice))));
        Names("class", when.Class);
        Names("may_be", when.MayBe);
        Numbers("confidence", when.Confidence);
        Numbers("age_years", when.AgeYears);
        Numbers("size_mm", when.SizeMm);
        if (when.Structure is { } structure) entries.Add(("structure", Text(structure)));
        Numbers("volume_ml", when.VolumeMl);
        Numbers("change_percent", when.ChangePercent);
        Names("earlier", when.Earlier);
        return Map([.. entries]);

        void Names(string key, ValueList<string> names)
        {
            if (names.Count > 0) entries.Add((key, List(names.Select(Text))));
        }

        void Numbers(string key, NumberRange? range)
        {
            if (range is { } bounds) entries.Add((key, Range(bounds)));
        }
    }
}
