using Lucarne.Learning;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Report;
using Lucarne.Learning.Report.Charts;

namespace Lucarne.Insight.Certainty;

/// <summary>How sure the network is, and how far that is to be believed: calibration, prediction sets, refusal, and the decisions they lead to.</summary>
/// <param name="crossval">The folder of a cross-validation whose answers calibrate; null: the validation part does.</param>
internal sealed class CertaintyChapter(string? crossval = null) : RunChapter
{
    internal override ChapterPlace Place => ChapterPlace.Evaluation;

    internal override Stream? OpenTexts() => typeof(CertaintyChapter).Assembly.GetManifestResourceStream("Lucarne.Insight.Certainty.Texts.json");

    internal override void Study(JudgedRun run, IProgress<StageProgress>? progress, CancellationToken cancellation) => CertaintyStudy.Of(run, crossval, cancellation);

    internal override IEnumerable<Chart> Charts(RunContents run, Texts texts)
    {
        if (Record(run) is { } record && run.Predictions is { Count: > 0 } predictions)
            yield return new(CalibrationPairChart.Name, l => CalibrationPairChart.Draw(predictions, Judged(record), texts, l));
    }

    internal override void Write(PageWriter page, RunContents run) => page.Section("certainty", () =>
    {
        if (Record(run) is not { } record)
        {
            page.Paragraph("missing.file", _ => ["certainty.json"], "missing");
            return;
        }

        page.Paragraph("certainty.words");
        Decisions(page, record.Decisions);
        page.Heading("certainty.sets");
        Sets(page, run, record);
        page.Heading("certainty.calibrated");
        if (record.CalibratedOn is { From: HeldOut.OfCrossValidation } source)
            page.Paragraph("certainty.crossval", l => [Numbers.Whole(source.Pictures, l), Numbers.Whole(source.Groups, l), Numbers.Fixed(source.JudgedTemperature, 2, l), Numbers.Fixed(record.Temperature, 2, l)]);
        if (record.Test is { } test)
            page.Paragraph(
                (test.EceAfter <= test.EceBefore, test.NllAfter <= test.NllBefore) switch { (true, true) => "certainty.better", (false, false) => "certainty.worse", _ => "certainty.mixed" },
                l => [Numbers.Fixed(Judged(record), 2, l), Numbers.Fixed(test.EceBefore, 3, l), Numbers.Fixed(test.EceAfter, 3, l), Numbers.Fixed(test.NllBefore, 3, l), Numbers.Fixed(test.NllAfter, 3, l)]);
        FigureBlock.Chart(page, run, CalibrationPairChart.Name);
        page.Heading("certainty.foreign");
        Foreign(page, record.OutOfDistribution);
        if (record.Refit) page.Paragraph("certainty.refit", null, "callout");
    });

    private static void Decisions(PageWriter page, DecisionFigures figures)
    {
        var total = figures.Predicted + figures.Unsure + figures.Refused;
        if (total == 0) return;
        string Number(int number) => PageWriter.Plain(l => Numbers.Whole(number, l));
        string Share(int part, int whole) => whole == 0 ? "–" : PageWriter.Plain(l => Numbers.Percent((double)part / whole, l));
        page.Table(
            [page.Text("certainty.decision"), page.Text("table.support"), page.Text("certainty.share"), page.Text("certainty.right")],
            [
                [page.Text("certainty.predicted"), Number(figures.Predicted), Share(figures.Predicted, total), Share(figures.PredictedRight, figures.Predicted)],
                [page.Text("certainty.unsure"), Number(figures.Unsure), Share(figures.Unsure, total), Share(figures.UnsureHolding, figures.Unsure)],
                [page.Text("certainty.refused"), Number(figures.Refused), Share(figures.Refused, total), ""],
            ], 1);
    }

    private static void Sets(PageWriter page, RunContents run, CertaintyRecord record)
    {
        var sets = record.Sets;
        if (sets.Bound is null) page.Paragraph("certainty.sets.few", l => [Numbers.Whole(sets.Groups, l), Numbers.Percent(record.Coverage, l, 0)], "warning");
        if (sets.TestCoverage is not { } coverage) return;
        page.Paragraph("certainty.sets.words", l =>
            [Numbers.Percent(record.Coverage, l, 0), Numbers.Percent(coverage, l), Numbers.Fixed(sets.TestMeanSize!.Value, 2, l), Numbers.Whole(sets.Pictures, l), Numbers.Whole(sets.Groups, l)]);
        page.Items(sets.TestCoverageByClass.Select(pair => PageWriter.Plain(l => $"{run.Label(pair.Key, l)}: {Numbers.Percent(pair.Value, l)}")));
    }

    private static void Foreign(PageWriter page, ForeignFigures figures)
    {
        if (figures.Threshold is null) page.Paragraph("certainty.foreign.few", null, "warning");
        else if (figures.TestKept is { } kept) page.Paragraph("certainty.foreign.words", l => [Numbers.Percent(kept, l), Numbers.Fixed(figures.Threshold.Value, 2, l)]);
    }

    /// <summary>The temperature that the test part is judged with.</summary>
    private static double Judged(CertaintyRecord record) => record.CalibratedOn?.JudgedTemperature ?? record.Temperature;

    private static CertaintyRecord? Record(RunContents run)
    {
        try
        {
            return CertaintyRecord.Read(run.Path);
        }
        catch (PredictException)
        {
            return null;
        }
    }
}
