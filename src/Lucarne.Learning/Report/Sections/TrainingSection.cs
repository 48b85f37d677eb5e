using Lucarne.Learning.Report.Charts;

namespace Lucarne.Learning.Report.Sections;

/// <summary>How learning went, epoch by epoch.</summary>
internal static class TrainingSection
{
    // A gap between training and validation accuracy that a reader should be told of, as a fraction.
    private const double WideGap = 0.1;

    public static void Write(PageWriter page, RunContents run) => page.Section("training", () =>
    {
        if (page.SaysMissing(run, "history.csv") || run.History is not { } history) return;
        var epochs = run.Run.Epochs ?? history.Epochs[^1].Epoch;
        page.Paragraph(run.IsSegmentation ? "segmentation.epochs" : run.BestEpoch is null ? "training.epochs" : "training.best", l => [Numbers.Whole(epochs, l), run.BestEpoch ?? 0]);
        if (history.At(run.BestEpoch) is { TrainAccuracy: double train, ValidationAccuracy: double validation } best)
        {
            page.Paragraph("training.accuracy", l =>
                [Numbers.Percent(train, l), Numbers.Percent(validation, l), best.ValidationLoss is double loss ? Numbers.Fixed(loss, 3, l) : "–"]);
            if (train - validation > WideGap) page.Paragraph("training.overfit", l => [Numbers.Fixed((train - validation) * 100, 0, l)], "warning");
        }
        FigureBlock.Chart(page, run, TrainingCurvesChart.Name, wide: true);
        FigureBlock.Chart(page, run, LearningRateChart.Name);
    });
}
