using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;
using Lucarne.Learning.Split;
using Lucarne.Learning.Train;
using Lucarne.Torch;

namespace Lucarne.Learning.Runs;

/// <summary>
/// The course that every training takes, whatever is learned: in a folder of its own, from where an interrupted one stopped, trained, judged,
/// perhaps trained anew on everything, reported; with a record that is right at every end.
/// </summary>
internal sealed class RunCourse
{
    private readonly TimeProvider _clock;

    private RunCourse(TrainingRequest request, RunFolder run, TimeProvider clock, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        (Request, Run, _clock, Progress, Cancellation) = (request, run, clock, progress, cancellation);
        Journal = new RunJournal(run, clock);
    }

    /// <summary>What to do.</summary>
    public TrainingRequest Request { get; }

    /// <summary>Where the run is written.</summary>
    public RunFolder Run { get; }

    /// <summary>Its record.</summary>
    public RunJournal Journal { get; }

    /// <summary>Told how far it is, from any thread.</summary>
    public IProgress<StageProgress>? Progress { get; }

    /// <summary>Ends the training after what is under way.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Takes a run's course, and puts the run where it was wanted once it is whole.</summary>
    /// <exception cref="TrainingException">The folder holds something that must not be lost, or cannot be written to.</exception>
    public static TrainingResult<TMetrics> Take<TMetrics>(
        TrainingRequest request, Func<RunCourse, TrainingResult<TMetrics>> tell, TimeProvider clock, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(clock);
        using var place = RunPlace.Prepare(request);
        var run = place.Folder;

        // What answers after a refit has seen the test part and must never be judged on it: the judged network takes its place back.
        if (request.Resume && File.Exists(run.Judged)) File.Move(run.Judged, run.Model, overwrite: true);
        var result = tell(new RunCourse(request, run, clock, progress, cancellation));
        return result with { Run = place.Finish() };
    }

    /// <summary>Refuses to go on with a run whose parts were others.</summary>
    /// <param name="now">The parts that the data gives now.</param>
    /// <param name="items">What is in them, in the plural.</param>
    /// <exception cref="TrainingException">They were.</exception>
    public void RequireSameSplit(DataSplit now, string items)
    {
        if (!Request.Resume) return;
        var then = SplitFile.Read(Run.Split);
        if (!then.Train.SequenceEqual(now.Train) || !then.Validation.SequenceEqual(now.Validation) || !then.Test.SequenceEqual(now.Test))
            throw new TrainingException($"the {items} in {Request.Data} are not those the run in {Run.Path} was begun with, or are split otherwise; start anew in another folder");
    }

    /// <summary>Trains, judges and reports, in this order; sets down how it ended, an interruption too.</summary>
    /// <param name="train">Trains on the training part.</param>
    /// <param name="judge">Judges what was trained.</param>
    /// <param name="finish">What is done once the judgement is known: a refit, a study.</param>
    /// <param name="report">Draws what the report shows beside its charts.</param>
    public TrainingResult<TMetrics> Follow<TMetrics>(Func<TrainingOutcome> train, Func<TMetrics> judge, Action<TrainingOutcome> finish, Action report)
    {
        var outcome = new TrainingOutcome([], 0, Interrupted: true, 0);
        try
        {
            outcome = train();
            if (outcome.Interrupted) throw new OperationCanceledException(Cancellation);
            var metrics = Journal.Time("evaluate", judge);
            finish(outcome);

            // Twice: the report tells what the record says, and the record how long the report took.
            Journal.End(outcome, RunStatus.Finished);
            Journal.Time("report", () => Report(report));
            Journal.End(outcome, RunStatus.Finished);
            return new(Run, metrics, outcome, Journal.Notes);
        }
        catch (OperationCanceledException)
        {
            Journal.End(outcome, RunStatus.Interrupted);
            throw;
        }
    }

    /// <summary>Trains from the checkpoint in a folder where there is one to go on from, else from the start.</summary>
    public TrainingOutcome Fit<TBatch>(Recipe recipe, ITrainingTask<TBatch> task, RunFolder place, Stage stage)
        where TBatch : IDisposable
    {
        using var trainer = new Trainer<TBatch>(recipe.Train, task, place, stage, _clock);
        var state = Request.Resume && File.Exists(place.Last) ? trainer.Resume() : TrainingState.Start;
        return Journal.Time(stage == Stage.Refit ? "refit" : "train", () => trainer.Train(state, Progress, Cancellation));
    }

    /// <summary>Trains anew on everything, for as many epochs as were best; the network that was judged is kept beside the one that will answer.</summary>
    /// <param name="recipe">The recipe that was judged.</param>
    /// <param name="judged">How its training went.</param>
    /// <param name="fit">Trains on everything with a recipe, in a folder.</param>
    /// <param name="note">Says so, given the number of epochs.</param>
    public void Refit(Recipe recipe, TrainingOutcome judged, Func<Recipe, RunFolder, TrainingOutcome> fit, Func<int, LocalText> note)
    {
        var epochs = recipe.Train.EarlyStopping > 0 ? judged.BestEpoch : recipe.Train.Epochs;
        var place = Run.ForRefit();
        Runtime.Seed(recipe.Train.Seed);
        if (fit(recipe with { Train = recipe.Train with { Epochs = epochs, EarlyStopping = 0 } }, place).Interrupted) throw new OperationCanceledException(Cancellation);
        File.Move(Run.Model, Run.Judged, overwrite: true);
        File.Move(place.Model, Run.Model);
        File.Delete(place.Last);
        Journal.Note(note(epochs));
    }

    private void Report(Action sheets)
    {
        Progress?.Report(new StageProgress(Stage.Report, 0, 2));
        Cancellation.ThrowIfCancellationRequested();
        sheets();
        Progress?.Report(new StageProgress(Stage.Report, 1, 2));
        if (RunFigures.Write(Run.Path, Request.Chapters, Cancellation).Warning is { } warning) Journal.Note(LocalText.Same(warning));
        RunReport.Write(Run.Path, Request.Chapters);
        Progress?.Report(new StageProgress(Stage.Report, 2, 2));
    }
}
