using Lucarne.Learning;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Report;
using Lucarne.Learning.Report.Charts;

namespace Lucarne.Insight.Explanation;

/// <summary>Where the network looks, and whether its heat maps say so.</summary>
internal sealed class ExplanationChapter : RunChapter
{
    // Maps that keep more than this of their ranks when the weights are drawn anew show the picture's edges and not what was learned.
    private const double TooAlike = 0.5;

    internal override ChapterPlace Place => ChapterPlace.Evaluation;

    internal override Stream? OpenTexts() => typeof(ExplanationChapter).Assembly.GetManifestResourceStream("Lucarne.Insight.Explanation.Texts.json");

    internal override void Study(JudgedRun run, IProgress<StageProgress>? progress, CancellationToken cancellation) => ExplanationStudy.Of(run, cancellation);

    internal override IEnumerable<Chart> Charts(RunContents run, Texts texts) => [];

    internal override void Write(PageWriter page, RunContents run) => page.Section("explanation", () =>
    {
        if (Record(run) is not { } record)
        {
            page.Paragraph("missing.file", _ => ["explanation.json"], "missing");
            return;
        }

        page.Paragraph("explanation.words");
        FigureBlock.Sheet(page, run, ExplanationStudy.SheetName);
        page.Heading("explanation.checks");
        if (record.WholeCorrelation is { } whole)
        {
            page.Paragraph(
                whole < TooAlike ? "explanation.sane" : "explanation.insane",
                l => [Numbers.Fixed(whole, 2, l), record.HeadCorrelation is { } head ? Numbers.Fixed(head, 2, l) : "–", Numbers.Whole(record.Pictures, l)],
                whole < TooAlike ? null : "warning");
        }

        if (record.Areas is { } areas) Faithfulness(page, areas);
    });

    private static void Faithfulness(PageWriter page, Areas areas)
    {
        page.Paragraph("explanation.game");
        string Value(double value) => PageWriter.Plain(l => Numbers.Fixed(value, 3, l));
        page.Table(
            ["", page.Text("explanation.by-map"), page.Text("explanation.by-chance")],
            [
                [page.Text("explanation.deletion"), Value(areas.Deletion), Value(areas.RandomDeletion)],
                [page.Text("explanation.insertion"), Value(areas.Insertion), Value(areas.RandomInsertion)],
            ], 1);
        var (deletes, inserts) = (areas.Deletion < areas.RandomDeletion, areas.Insertion > areas.RandomInsertion);
        page.Paragraph(deletes && inserts ? "explanation.faithful" : deletes || inserts ? "explanation.half" : "explanation.faithless", null, deletes && inserts ? null : "warning");
    }

    private static ExplanationRecord? Record(RunContents run)
    {
        try
        {
            return ExplanationRecord.Read(run.Path);
        }
        catch (PredictException)
        {
            return null;
        }
    }
}
