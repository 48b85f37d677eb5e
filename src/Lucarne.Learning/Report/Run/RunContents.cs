using System.Text.Json;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Runs;

namespace Lucarne.Learning.Report;

/// <summary>A file of a run that is missing (<paramref name="Fault"/> null) or cannot be read.</summary>
internal sealed record MissingFile(string Name, string? Fault);

/// <summary>All that a run folder's files say, each null where its file is missing or broken; <see cref="Missing"/> says which.</summary>
internal sealed class RunContents
{
    private readonly List<MissingFile> _missing = [];
    private readonly RunFolder _folder;

    private RunContents(RunFolder folder) => _folder = folder;

    public string Path => _folder.Path;
    public RunFacts Run { get; private set; } = new();
    public RecipeFacts? Recipe { get; private set; }
    public DataFacts? Data { get; private set; }
    public SplitFacts? Split { get; private set; }
    public TrainingHistory? History { get; private set; }
    public ClassificationMetrics? Metrics { get; private set; }
    /// <summary>The judgement of a segmentation, which has it in place of <see cref="Metrics"/>.</summary>
    public SegmentationMetrics? Segmentation { get; private set; }

    /// <summary>Whether the run's network draws structures rather than naming a class.</summary>
    public bool IsSegmentation => Recipe?.Setting("task") == "segmentation";

    /// <summary>The structures that a segmentation's recipe names.</summary>
    public IReadOnlyList<string> Structures => [.. Recipe?.Labels.Keys ?? []];

    public IReadOnlyList<string>? PredictionClasses { get; private set; }
    public IReadOnlyList<Prediction>? Predictions { get; private set; }
    public IReadOnlyList<MissingFile> Missing => _missing;

    public string Figures => _folder.Figures;

    /// <summary>The run's classes, in the order of the metrics where there are any.</summary>
    public IReadOnlyList<string> Classes => Metrics?.Classes ?? PredictionClasses ?? [.. Data?.Classes.Keys ?? []];

    /// <summary>Whether the network that answers was trained anew on all pictures after the one that was judged.</summary>
    public bool WasRefit => File.Exists(_folder.Judged);

    /// <summary>The epoch whose weights were kept.</summary>
    public int? BestEpoch => Run.BestEpoch ?? History?.LowestValidationLoss;

    /// <exception cref="ReportException">The folder does not exist.</exception>
    public static RunContents Read(string path)
    {
        if (!Directory.Exists(path))
            throw new ReportException($"{path} is not a folder; give the folder of a run, as train --out wrote it.");
        var folder = new RunFolder(System.IO.Path.GetFullPath(path));
        var run = new RunContents(folder);
        run.Run = run.Try(folder.Run, RunFacts.Read) ?? new();
        run.Recipe = run.Try(folder.Recipe, RecipeFacts.Read);
        run.Split = run.Try(folder.Split, SplitFacts.Read);
        run.History = run.Try(folder.History, TrainingHistory.Read);
        if (run.IsSegmentation)
        {
            run.Segmentation = run.Try(folder.Metrics, SegmentationMetrics.Read);
            return run;
        }

        run.Data = run.Try(folder.Fingerprint, DataFacts.Read);
        run.Metrics = run.Try(folder.Metrics, ClassificationMetrics.Read);
        var table = run.Try(folder.Predictions, PredictionsCsv.Read);
        (run.PredictionClasses, run.Predictions) = (table?.Classes, table?.Predictions);
        return run;
    }

    /// <summary>What a class is called in the page; its own name where the recipe has no label.</summary>
    public string Label(string name, Language language) => Recipe?.Labels.GetValueOrDefault(name)?.In(language) ?? name;

    /// <summary>A figure's path, the first of <paramref name="endings"/> that exists; null where there is none.</summary>
    public string? Figure(string name, params string[] endings) =>
        endings.Select(ending => System.IO.Path.Combine(Figures, name + ending)).FirstOrDefault(File.Exists);

    /// <summary>Pictures per class and part, [K][3]; null without a split.</summary>
    public IReadOnlyList<int[]>? PartCounts() => Split?.Counts(Classes, Data?.ClassOf ?? new Dictionary<string, string>());

    private T? Try<T>(string file, Func<string, T> read) where T : class
    {
        var name = System.IO.Path.GetFileName(file);
        if (!File.Exists(file))
        {
            _missing.Add(new(name, null));
            return null;
        }
        try
        {
            return read(file);
        }
        catch (Exception e) when (e is JsonException or FormatException or EvaluationException or IOException or UnauthorizedAccessException)
        {
            _missing.Add(new(name, e.Message.Replace(Path + System.IO.Path.DirectorySeparatorChar, "", StringComparison.Ordinal)));
            return null;
        }
    }
}
