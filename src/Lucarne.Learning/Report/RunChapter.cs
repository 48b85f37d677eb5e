using Lucarne.Learning.Load;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report.Charts;
using Lucarne.Learning.Runs;
using Lucarne.Torch;

namespace Lucarne.Learning.Report;

/// <summary>
/// A chapter that a project above this one adds to every classifier's run: what it finds out once the network has been judged, and how the
/// report tells it. What it finds goes into files of the run's folder; its charts and its text are made from those files alone, so that a
/// report can be written anew without the data.
/// </summary>
public abstract class RunChapter
{
    /// <summary>After which of the report's own sections it stands; chapters of one place stand in the order in which they are given.</summary>
    internal abstract ChapterPlace Place { get; }

    /// <summary>The chapter's sentences, as Texts.json: key to <c>{"en", "fr"}</c>; null where it has none of its own.</summary>
    internal abstract Stream? OpenTexts();

    /// <summary>Finds out what the chapter tells, and writes it into the run's folder.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal abstract void Study(JudgedRun run, IProgress<StageProgress>? progress, CancellationToken cancellation);

    /// <summary>The charts that the run's files allow.</summary>
    internal abstract IEnumerable<Chart> Charts(RunContents run, Texts texts);

    /// <summary>Writes the chapter; nothing, or what is missing, where the run's files do not hold it.</summary>
    internal abstract void Write(PageWriter page, RunContents run);
}

/// <summary>Where a chapter stands, in the order in which a study is told.</summary>
internal enum ChapterPlace
{
    /// <summary>After what the data is.</summary>
    Data,

    /// <summary>After how pictures are prepared.</summary>
    Preparation,

    /// <summary>After the judgement and the mistakes, before the limits.</summary>
    Evaluation,
}

/// <summary>A run whose network has been judged and, where the recipe wants it, trained anew.</summary>
/// <param name="Folder">Its files. <see cref="RunFolder.Judged"/> is there after a refit, and is then the network that had not seen
/// validation and test parts; <see cref="RunFolder.Model"/> is the one that answers.</param>
/// <param name="Recipe">As resolved.</param>
/// <param name="Train">Pictures that were trained on.</param>
/// <param name="Validation">Pictures that chose the epoch.</param>
/// <param name="Test">Pictures that the figures are of.</param>
/// <param name="Device">Where to compute.</param>
internal sealed record JudgedRun(
    RunFolder Folder, Recipe Recipe, IReadOnlyList<LabelledPicture> Train, IReadOnlyList<LabelledPicture> Validation, IReadOnlyList<LabelledPicture> Test, Device Device);
