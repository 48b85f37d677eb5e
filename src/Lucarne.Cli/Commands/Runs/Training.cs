using System.Globalization;
using Lucarne.Cli.Terminal;
using Lucarne.Learning;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Runs;
using Lucarne.Learning.Train;

namespace Lucarne.Cli.Commands.Runs;

/// <summary>A training with its progress shown, which says how to go on where it was interrupted.</summary>
internal static class Training
{
    /// <exception cref="InterruptedException">It was interrupted.</exception>
    public static TrainingResult<ClassificationMetrics> Run(TrainingRequest request, CancellationToken cancellation, bool canResume = true) =>
        Shown(request, progress => TrainingRun.Execute(request, TimeProvider.System, progress, cancellation), canResume, cancellation);

    /// <summary>The same for a segmentation.</summary>
    /// <exception cref="InterruptedException">It was interrupted.</exception>
    public static TrainingResult<SegmentationMetrics> Segmentation(TrainingRequest request, CancellationToken cancellation) =>
        Shown(request, progress => SegmentationRun.Execute(request, TimeProvider.System, progress, cancellation), canResume: true, cancellation);

    private static T Shown<T>(TrainingRequest request, Func<IProgress<StageProgress>, T> work, bool canResume, CancellationToken cancellation)
    {
        try
        {
            return StageDisplay.Show(work);
        }
        catch (OperationCanceledException error) when (cancellation.IsCancellationRequested)
        {
            throw new InterruptedException(canResume ? WhatIsLeft(request) : "interrupted; start again, for this is quicker done anew than resumed.", error);
        }
    }

    /// <summary>A run that replaces another grows beside it, so it is there that it must be gone on with.</summary>
    private static string WhatIsLeft(TrainingRequest request)
    {
        var beside = new RunFolder(Path.TrimEndingDirectorySeparator(request.Out)).Beside;
        var run = request.Overwrite && Directory.Exists(beside.Path) ? beside : new RunFolder(request.Out);
        if (!File.Exists(run.Last)) return "interrupted before the first epoch was done, so there is nothing to go on with; train again.";
        var epochs = History.Read(run.History).Count;
        return string.Create(CultureInfo.InvariantCulture, $"interrupted after epoch {epochs}, which is kept in {run.Path}; the same command with --out {run.Path} --resume goes on from there.");
    }
}
