using Lucarne.Learning;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;
using Lucarne.Learning.Report.Charts;

namespace Lucarne.Insight.Recommendations;

/// <summary>The rules as a doctor reads and reviews them: when each holds, how soon, what follows, and where it comes from.</summary>
internal sealed class RecommendationChapter : RunChapter
{
    internal override ChapterPlace Place => ChapterPlace.Evaluation;

    internal override Stream? OpenTexts() => typeof(RecommendationChapter).Assembly.GetManifestResourceStream("Lucarne.Insight.Recommendations.Texts.json");

    // Rules are in the run's recipe: there is nothing to find out.
    internal override void Study(JudgedRun run, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
    }

    internal override IEnumerable<Chart> Charts(RunFolder run, Texts texts) => [];

    internal override void Write(PageWriter page, RunFolder run)
    {
        if (Rules(run) is not { } rules) return;
        page.Section("recommendations", () =>
        {
            if (rules.Count == 0)
            {
                page.Paragraph("recommendations.none");
                return;
            }

            page.Paragraph("recommendations.words");
            page.Table(
                [page.Text("recommendations.when"), page.Text("recommendations.urgency"), page.Text("recommendations.action"), page.Text("recommendations.source")],
                rules.Select(rule => (IReadOnlyList<string>)
                [
                    PageWriter.Plain(l => When(rule.When, run, page.Texts, l)), PageWriter.Plain(l => Soon(rule, page.Texts, l)),
                    PageWriter.Plain(l => What(rule, page.Texts, l)), $"<span class=\"small\">{PageWriter.Plain(l => rule.Source.In(l.Code()))}</span>",
                ]), 9);
        });
    }

    private static ValueList<RecommendationRule>? Rules(RunFolder run)
    {
        try
        {
            return Recipe.FromYaml(File.ReadAllText(Path.Combine(run.Path, "recipe.yaml")), "recipe.yaml").Recommendations;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or RecipeException)
        {
            // The report says elsewhere that the recipe is missing or broken.
            return null;
        }
    }

    private static string When(RuleConditions when, RunFolder run, Texts texts, Language language)
    {
        string Say(string key, params object[] values) => texts.Of(language, $"recommendations.{key}", values);
        string Names(ValueList<string> names) => string.Join($" {Say("or")} ", names.Select(name => run.Label(name, language)));
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

    private static string Key(ReadingDecision decision) => decision switch
    {
        ReadingDecision.Predicted => "predicted",
        ReadingDecision.Unsure => "unsure",
        _ => "foreign",
    };

    private static string Soon(RecommendationRule rule, Texts texts, Language language)
    {
        var urgency = texts.Of(language, $"recommendations.urgency.{rule.Urgency.ToString().ToLowerInvariant()}");
        return rule.WithinDays switch
        {
            null => urgency,
            1 => texts.Of(language, "recommendations.day", urgency),
            { } days => texts.Of(language, "recommendations.days", urgency, Numbers.Whole(days, language)),
        };
    }

    private static string What(RecommendationRule rule, Texts texts, Language language)
    {
        var actions = string.Join(" ", rule.Actions.Select(action => action.In(language.Code())));
        return rule.Examination is { } examination ? $"{actions} {texts.Of(language, "recommendations.examination", examination.In(language.Code()))}" : actions;
    }
}
