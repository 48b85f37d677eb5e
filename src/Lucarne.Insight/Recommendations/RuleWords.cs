using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;

namespace Lucarne.Insight.Recommendations;

/// <summary>Rules in words that a doctor reads, in either language.</summary>
/// <param name="texts">With the texts of <see cref="RecommendationChapter"/>.</param>
/// <param name="label">What a class or a structure is called.</param>
internal sealed class RuleWords(Texts texts, Func<string, Language, string> label)
{
    /// <summary>When a rule holds.</summary>
    public string When(RuleConditions when, Language language)
    {
        string Say(string key, params object[] values) => texts.Of(language, $"recommendations.{key}", values);
        string Names(ValueList<string> names) => string.Join($" {Say("or")} ", names.Select(name => label(name, language)));
        string Number(double number) => Numbers.Significant(number, 4, language);
        var said = new List<string>();
        if (when.Decision.Count > 0) said.Add(string.Join($" {Say("or")} ", when.Decision.Select(decision => Say(Key(decision)))));
        if (when.Class.Count > 0) said.Add(Say("class", Names(when.Class)));
        if (when.MayBe.Count > 0) said.Add(Say("may", Names(when.MayBe)));
        if (when.Confidence is { } confidence) said.Add(Say("confidence", Numbers.Percent(confidence.Low, language, 0), Numbers.Percent(confidence.High, language, 0)));
        foreach (var (key, range) in new[] { ("age", when.AgeYears), ("size", when.SizeMm), ("volume", when.VolumeMl) })
            if (range is not null) said.Add(Say(key, Number(range.Low), Number(range.High)));
        if (when.Earlier.Count > 0) said.Add(Say("earlier", Names(when.Earlier)));
        return said.Count == 0 ? Say("always") : string.Join(", ", said);
    }

    /// <summary>How soon.</summary>
    public string Soon(RecommendationRule rule, Language language)
    {
        var urgency = texts.Of(language, $"recommendations.urgency.{rule.Urgency.ToString().ToLowerInvariant()}");
        return rule.WithinDays switch
        {
            null => urgency,
            1 => texts.Of(language, "recommendations.day", urgency),
            { } days => texts.Of(language, "recommendations.days", urgency, Numbers.Whole(days, language)),
        };
    }

    /// <summary>What follows.</summary>
    public string What(RecommendationRule rule, Language language)
    {
        var actions = string.Join(" ", rule.Actions.Select(action => action.In(language)));
        return rule.Examination is { } examination ? $"{actions} {texts.Of(language, "recommendations.examination", examination.In(language))}" : actions;
    }

    /// <summary>How soon and what follows, in one line.</summary>
    public LocalText Advice(RecommendationRule rule) => new(Advice(rule, Language.English), Advice(rule, Language.French));

    /// <summary>What it rests on, in one line.</summary>
    public LocalText Support(LocalText basis, RecommendationRule rule) => new(
        $"{basis.En} {texts.Of(Language.English, "recommendations.from", rule.Source.En)}", $"{basis.Fr} {texts.Of(Language.French, "recommendations.from", rule.Source.Fr)}");

    private string Advice(RecommendationRule rule, Language language) => texts.Of(language, "recommendations.line", Soon(rule, language), What(rule, language));

    private static string Key(ReadingDecision decision) => decision switch
    {
        ReadingDecision.Predicted => "predicted",
        ReadingDecision.Unsure => "unsure",
        _ => "foreign",
    };
}
