using Lucarne.Learning.Evaluate;

namespace Lucarne.Learning.Report.Sections;

/// <summary>The wrong answers that were given with the most confidence.</summary>
internal static class MistakesSection
{
    private const int Shown = 12;

    public static void Write(PageWriter page, RunContents run) => page.Section("mistakes", () =>
    {
        if (page.SaysMissing(run, "predictions.csv") || run.Predictions is not { } predictions) return;
        var wrong = predictions.Count(p => !p.IsRight);
        if (wrong == 0)
        {
            page.Paragraph("mistakes.none");
            return;
        }
        page.Paragraph("mistakes.words", l => [Numbers.Whole(wrong, l), Numbers.Whole(predictions.Count, l)]);
        FigureBlock.Sheet(page, run, "worst-mistakes");
        var classes = run.PredictionClasses!;
        page.Table([page.Text("table.file"), page.Text("table.truth"), page.Text("table.predicted"), page.Text("table.confidence"), page.Text("table.ptruth")],
            Prediction.WorstMistakes(predictions, Shown).Select(p => (IReadOnlyList<string>)
            [
                $"<code>{PageWriter.Escape(p.File)}</code>",
                PageWriter.Plain(l => run.Label(classes[p.Truth], l)),
                PageWriter.Plain(l => run.Label(classes[p.Predicted], l)),
                PageWriter.Plain(l => Numbers.Percent(p.Confidence, l)),
                PageWriter.Plain(l => Numbers.Percent(p.Probabilities[p.Truth], l)),
            ]), 3);
        if (wrong > Shown) page.Paragraph("mistakes.more", l => [Numbers.Whole(wrong - Shown, l)], "small");
    });
}
