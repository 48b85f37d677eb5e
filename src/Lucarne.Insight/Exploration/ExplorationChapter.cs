using Lucarne.Insight.Features;
using Lucarne.Insight.Preparation;
using Lucarne.Learning;
using Lucarne.Learning.Check;
using Lucarne.Learning.Report;
using Lucarne.Learning.Report.Charts;

namespace Lucarne.Insight.Exploration;

/// <summary>The exploration of a run's data. It takes the features that <see cref="FeaturesChapter"/> left, where it studied before.</summary>
internal sealed class ExplorationChapter : RunChapter
{
    internal override ChapterPlace Place => ChapterPlace.Data;

    internal override Stream? OpenTexts() => typeof(ExplorationChapter).Assembly.GetManifestResourceStream("Lucarne.Insight.Exploration.Texts.json");

    internal override void Study(JudgedRun run, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var table = Path.Combine(run.Folder.Path, FeaturesChapter.TableFile);
        var request = new ExplorationRequest(
            run.Recipe, [.. run.Train, .. run.Validation, .. run.Test], FingerprintFile.Read(run.Folder.Fingerprint), File.Exists(table) ? FeatureTable.Read(table) : null);
        ExplorationStudy.Write(request, run.Folder.Path, run.Folder.Figures, new Texts([this]), progress, cancellation);
    }

    internal override IEnumerable<Chart> Charts(RunContents run, Texts texts) => ExplorationSection.Charts(run, texts);

    internal override void Write(PageWriter page, RunContents run) => ExplorationSection.Write(page, run);
}
