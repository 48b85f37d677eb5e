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

    internal override IEnumerable<Chart> Charts(RunContents run, Texts texts) => [];

    internal override void Write(PageWriter page, RunContents run)
    {
        if (Rules(run) is not { } rules) return;
        page.Section("recommendations", () =>
        {
            if (rules.Count == 0)
            {
                page.Paragraph("recommendations.none");
                return;
            }

            var words = new RuleWords(page.Texts, run.Label);
            page.Paragraph("recommendations.words");
            page.Table(
                [page.Text("recommendations.when"), page.Text("recommendations.urgency"), page.Text("recommendations.action"), page.Text("recommendations.source")],
                rules.Select(rule => (IReadOnlyList<string>)
                [
                    PageWriter.Plain(l => words.When(rule.When, l)), PageWriter.Plain(l => words.Soon(rule, l)),
                    PageWriter.Plain(l => words.What(rule, l)), $"<span class=\"small\">{PageWriter.Plain(l => rule.Source.In(l))}</span>",
                ]), 9);
        });
    }

    private static ValueList<RecommendationRule>? Rules(RunContents run)
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
}
