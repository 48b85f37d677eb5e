using Lucarne.Insight.Features;
using Lucarne.Learning.Report;

namespace Lucarne.Insight.Preparation;

/// <summary>Tells the features: which were kept, which say most of the class, and how they hang together.</summary>
internal static class FeaturesSection
{
    private const int Ranked = 12;
    private const double Steady = 0.75;

    public static void Write(PageWriter page, RunContents run, PreparationFacts facts) => page.Section("features", () =>
    {
        page.Paragraph("features.lead", l => [Numbers.Whole(facts.Computed, l), Numbers.Whole(facts.Kept.Count, l), Numbers.Whole(facts.FittedOn, l), Numbers.Whole(PictureFeatures.Levels, l), Numbers.Whole(PictureFeatures.Side, l)]);
        Dropped(page, facts);
        page.Heading("features.ranking");
        page.Paragraph("features.ranking.words");
        if (facts.Ranking.Stability is { } stability)
            page.Paragraph(stability >= Steady ? "features.stability.steady" : "features.stability.shaky", l => [Numbers.Whole(facts.Ranking.Selected, l), Numbers.Whole(facts.Ranking.Folds, l), Numbers.Fixed(stability, 2, l)]);
        FigureBlock.Chart(page, run, FeatureCharts.Ranking, wide: true);
        page.Table(
            [page.Text("features.table.feature"), page.Text("features.table.information"), "F", "p", page.Text("features.table.folds")],
            facts.Ranking.Features.Take(Ranked).Select(feature => (IReadOnlyList<string>)
            [
                FeatureWords.Knows(feature.Name) ? $"{PageWriter.Plain(l => FeatureWords.Label(feature.Name).In(l))} <code>{PageWriter.Escape(feature.Name)}</code>" : $"<code>{PageWriter.Escape(feature.Name)}</code>",
                PageWriter.Plain(l => Numbers.Fixed(feature.MutualInformation, 3, l)),
                PageWriter.Plain(l => Numbers.Fixed(feature.F, 1, l)),
                PageWriter.Plain(l => feature.P < 0.0001 ? $"< {Numbers.Fixed(0.0001, 4, l)}" : Numbers.Fixed(feature.P, 4, l)),
                PageWriter.Plain(_ => facts.Ranking.Folds > 0 ? $"{feature.SelectedIn}/{facts.Ranking.Folds}" : "–"),
            ]), 1);
        page.Heading("features.components");
        page.Raw("<div class=\"pair\">");
        FigureBlock.Chart(page, run, FeatureCharts.Variance);
        FigureBlock.Chart(page, run, FeatureCharts.Loadings);
        page.Raw("</div>");
        FigureBlock.Chart(page, run, FeatureCharts.Map, wide: true);
        FigureBlock.Chart(page, run, FeatureCharts.Matrix, wide: true);
    });

    private static void Dropped(PageWriter page, PreparationFacts facts)
    {
        if (facts.Dropped.Count == 0) return;
        page.Raw($"<details><summary>{page.Text("features.dropped", l => [Numbers.Whole(facts.Dropped.Count, l)])}</summary>");
        page.Items(facts.Dropped.Select(feature => $"<code>{PageWriter.Escape(feature.Name)}</code>: {page.Text($"features.dropped.{feature.Reason}", l => [feature.Reason == "missing" ? Numbers.Percent(feature.Value, l, 0) : Numbers.Fixed(feature.Value, 2, l), feature.With ?? ""])}"));
        page.Raw("</details>");
    }
}
