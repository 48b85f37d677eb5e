using Lucarne.Learning;
using Lucarne.Learning.Report;
using Lucarne.Learning.Report.Charts;

namespace Lucarne.Insight.Certainty;

/// <summary>How sure the network is, and how far that is to be believed: calibration, prediction sets, refusal.</summary>
internal sealed class CertaintyChapter : RunChapter
{
    internal override ChapterPlace Place => ChapterPlace.Evaluation;

    internal override Stream? OpenTexts() => typeof(CertaintyChapter).Assembly.GetManifestResourceStream("Lucarne.Insight.Certainty.Texts.json");

    internal override void Study(JudgedRun run, IProgress<StageProgress>? progress, CancellationToken cancellation) => CertaintyStudy.Of(run, cancellation);

    internal override IEnumerable<Chart> Charts(RunFolder run, Texts texts) => [];

    internal override void Write(PageWriter page, RunFolder run)
    {
    }
}
