using System.Text.Encodings.Web;
using System.Text.Json;
using Lucarne.Imaging;
using Lucarne.Learning.Report.Charts;

namespace Lucarne.Learning.Report;

/// <summary>What <see cref="RunFigures"/> left in figures/.</summary>
/// <param name="Written">Files written, relative to the run folder.</param>
/// <param name="Warning">One sentence where SVG or PNG are missing, saying why and what to do; null when all is there.</param>
public sealed record FigureOutcome(IReadOnlyList<string> Written, string? Warning);

/// <summary>Draws the charts of a run from its files, in English (<c>roc.svg</c>) and French (<c>roc.fr.svg</c>).</summary>
public static class RunFigures
{
    private static readonly JsonSerializerOptions Compact = new(JsonSerializerOptions.Default) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // 192 pixels an inch: sharp in print and on a dense screen.
    private const double PngScale = 2;

    private static readonly string[] Drawn = [".svg", ".png"];

    /// <summary>
    /// Writes figures/&lt;name&gt;.vl.json, .svg and .png for each chart that the run's files allow. A machine without
    /// Node gets the specifications alone and a warning: a finished training run never fails over its charts.
    /// </summary>
    /// <param name="runFolder">The run.</param>
    /// <param name="chapters">What projects above this one add.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <exception cref="ReportException">The folder does not exist.</exception>
    public static FigureOutcome Write(string runFolder, IReadOnlyList<RunChapter>? chapters = null, CancellationToken cancel = default) =>
        Write(runFolder, new ChartRenderer(), cancel, chapters);

    internal static FigureOutcome Write(string runFolder, ChartRenderer renderer, CancellationToken cancel, IReadOnlyList<RunChapter>? chapters = null)
    {
        var run = RunContents.Read(runFolder);
        var texts = new Texts(chapters ?? []);
        Directory.CreateDirectory(run.Figures);
        var (written, warning) = Draw(ChartsOf(run, texts, chapters ?? []), run.Figures, renderer, cancel);
        return new([.. written.Select(f => Path.GetRelativePath(run.Path, f))], warning);
    }

    /// <summary>Draws charts into a folder that is there.</summary>
    internal static FigureOutcome Draw(IEnumerable<Chart> charts, string folder, ChartRenderer renderer, CancellationToken cancel)
    {
        var specifications = new List<string>();
        foreach (var chart in charts)
        {
            foreach (var language in Languages.All)
            {
                var path = Path.Combine(folder, FileName(chart.Name, language) + ".vl.json");
                // An older picture must not stay beside a newer specification.
                foreach (var ending in Drawn) File.Delete(Path.Combine(folder, FileName(chart.Name, language) + ending));
                PlacedFile.Write(path, chart.Draw(language).ToJsonString(Compact));
                specifications.Add(path);
            }
        }
        var warning = specifications.Count == 0 ? null : renderer.Render(specifications, cancel);
        string[] drawn = [.. specifications.Select(s => s[..^".vl.json".Length] + ".svg").Where(File.Exists)];
        warning ??= ToPng(drawn, cancel);
        string[] pictures = [.. drawn.Select(f => Path.ChangeExtension(f, ".png")).Where(File.Exists)];
        return new([.. specifications, .. drawn, .. pictures], warning);
    }

    // A chart that fails to become a PNG still has its SVG, and the run its report.
    private static string? ToPng(IEnumerable<string> drawings, CancellationToken cancel)
    {
        foreach (var svg in drawings)
        {
            cancel.ThrowIfCancellationRequested();
            try
            {
                PictureWriter.Write(Path.ChangeExtension(svg, ".png"), SvgDrawing.Render(File.ReadAllText(svg), PngScale));
            }
            catch (Exception e) when (e is ArgumentException or DllNotFoundException or TypeInitializationException or InvalidOperationException)
            {
                return $"{Path.GetFileName(svg)} was not turned into a PNG ({e.Message}); the SVG figures are whole.";
            }
        }
        return null;
    }

    internal static string FileName(string chart, Language language) => language == Language.English ? chart : $"{chart}.{language.Code()}";

    // Chapters are about classifiers.
    private static IEnumerable<Chart> ChartsOf(RunContents run, Texts texts, IReadOnlyList<RunChapter> chapters) =>
        run.IsSegmentation ? SegmentationCharts(run, texts) : ClassificationCharts(run, texts).Concat(chapters.SelectMany(chapter => chapter.Charts(run, texts)));

    private static IEnumerable<Chart> ClassificationCharts(RunContents run, Texts texts)
    {
        IReadOnlyList<string> Labels(Language language) => [.. run.Classes.Select(c => run.Label(c, language))];
        if (run.PartCounts() is { } counts && run.Classes.Count > 0)
            yield return new(ClassDistributionChart.Name, l => ClassDistributionChart.Draw(Labels(l), counts, texts, l));
        if (run.History is { } history)
        {
            yield return new(TrainingCurvesChart.Name, l => TrainingCurvesChart.Draw(history, run.BestEpoch, texts, l));
            if (history.Epochs.Any(e => e.LearningRate > 0))
                yield return new(LearningRateChart.Name, l => LearningRateChart.Draw(history, texts, l));
        }
        if (run.Metrics is { } metrics)
            yield return new(ConfusionMatrixChart.Name, l => ConfusionMatrixChart.Draw(metrics, Labels(l), texts, l));
        if (run.Predictions is { Count: > 0 } predictions)
        {
            yield return new(RocChart.Name, l => RocChart.Draw(predictions, Labels(l), texts, l));
            yield return new(PrecisionRecallChart.Name, l => PrecisionRecallChart.Draw(predictions, Labels(l), texts, l));
            yield return new(CalibrationChart.Name, l => CalibrationChart.Draw(predictions, texts, l));
        }
    }

    private static IEnumerable<Chart> SegmentationCharts(RunContents run, Texts texts)
    {
        if (run.Split is { } split)
            yield return new(PartCharts.Pie, l => PartCharts.DrawPie([split.Train.Count, split.Validation.Count, split.Test.Count], texts, l));
        if (run.History is { } history)
        {
            yield return new(SegmentationCurvesChart.Name, l => SegmentationCurvesChart.Draw(history, [.. run.Structures.Select(name => (name, run.Label(name, l)))], texts, l));
            if (history.Epochs.Any(e => e.LearningRate > 0)) yield return new(LearningRateChart.Name, l => LearningRateChart.Draw(history, texts, l));
        }

        if (run.Segmentation is { Patients.Count: > 0 } metrics)
            yield return new(DiceChart.Name, l => DiceChart.Draw(metrics, [.. metrics.Structures.Select(name => run.Label(name, l))], texts, l));
    }
}
