using System.Globalization;
using Lucarne.Learning.Load;
using Lucarne.Learning.Randomness;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;
using Lucarne.Torch;
using Lucarne.Torch.Optimisers;

namespace Lucarne.Learning.Train;

/// <summary>What a training came to.</summary>
/// <param name="Epochs">A row per epoch.</param>
/// <param name="BestEpoch">The epoch whose weights were kept, from 1.</param>
/// <param name="Interrupted">Whether it was stopped before its end.</param>
/// <param name="DataWait">The part of the epochs' time that was spent waiting for batches, in [0, 1].</param>
public sealed record TrainingOutcome(IReadOnlyList<EpochRecord> Epochs, int BestEpoch, bool Interrupted, double DataWait);

/// <summary>
/// Trains a network over epochs, keeps the best weights, and stops early or where it is told to. Without a validation part it trains to
/// the last epoch.
/// </summary>
internal sealed class Trainer<TBatch> : IDisposable
    where TBatch : IDisposable
{
    private const int BatchesAhead = 3;

    private readonly TrainOptions _options;
    private readonly ITrainingTask<TBatch> _task;
    private readonly RunFolder _run;
    private readonly Stage _stage;
    private readonly Optimiser _optimiser;
    private readonly RateSchedule _schedule;
    private readonly AveragedWeights? _average;
    private readonly TimeProvider _clock;
    private readonly List<EpochRecord> _history = [];
    private TimeSpan _waited;
    private TimeSpan _trained;

    /// <param name="options">How the network learns.</param>
    /// <param name="task">What it learns.</param>
    /// <param name="run">Where weights, checkpoint and history go.</param>
    /// <param name="stage">What the progress is called.</param>
    /// <param name="clock">Tells the time.</param>
    public Trainer(TrainOptions options, ITrainingTask<TBatch> task, RunFolder run, Stage stage, TimeProvider clock)
    {
        (_options, _task, _run, _stage, _clock) = (options, task, run, stage, clock);
        _optimiser = OptimiserFactory.Create(options.Optimizer, task.Network, task.FromWeights, task.IsHead);
        _schedule = new RateSchedule(options.Schedule, task.StepsPerEpoch, options.Epochs);
        _average = options.Average > 0 ? new AveragedWeights(task.Network, options.Average) : null;
    }

    /// <summary>Goes on from a checkpoint.</summary>
    public TrainingState Resume()
    {
        var state = Checkpoint.Read(_run.Last, _task.Network, _average, _optimiser);
        _schedule.Plateau.Restore(state.PlateauFactor, state.PlateauBest, state.PlateauWaited);
        _history.AddRange(History.Read(_run.History).Take(state.Epoch));
        return state;
    }

    /// <summary>Trains from a state to the end, or until cancelled; what was done by then is kept.</summary>
    public TrainingOutcome Train(TrainingState state, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var started = _clock.GetTimestamp();
        var interrupted = false;
        while (state.Epoch < _options.Epochs && !Finished(state))
        {
            try
            {
                state = Epoch(state, progress, cancellation);
            }
            catch (OperationCanceledException)
            {
                interrupted = true;
                break;
            }

            if (_options.MaxMinutes is { } minutes && _clock.GetElapsedTime(started).TotalMinutes >= minutes) break;
        }

        var share = _trained > TimeSpan.Zero ? _waited / _trained : 0;
        return new TrainingOutcome(_history, state.BestEpoch, interrupted, share);
    }

    public void Dispose()
    {
        _optimiser.Dispose();
        _average?.Dispose();
    }

    private bool Finished(TrainingState state) =>
        _options.EarlyStopping > 0 && state.Epoch - state.BestEpoch >= _options.EarlyStopping && state.BestEpoch > 0;

    private TrainingState Epoch(TrainingState state, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var started = _clock.GetTimestamp();
        var training = Pass(state.Epoch, progress, cancellation);
        _trained += _clock.GetElapsedTime(started);

        var (validation, criterion, better) = Judge(state, training.Loss, cancellation);

        var epoch = state.Epoch + 1;
        _history.Add(new EpochRecord(
            epoch, training.Loss, validation.Loss, _task.Figures(training, validation), _optimiser.LearningRate, _clock.GetElapsedTime(started).TotalSeconds));
        state = new TrainingState(
            epoch, _optimiser.Steps, better ? criterion : state.BestLoss, better ? epoch : state.BestEpoch,
            _schedule.Plateau.Factor, _schedule.Plateau.Best, _schedule.Plateau.Waited);
        History.Write(_run.History, _task.FigureNames, _history);
        Checkpoint.Write(_run.Last, state, _task.Facts, _task.Network, _average, _optimiser);
        progress?.Report(new StageProgress(_stage, (long)epoch * _task.StepsPerEpoch, (long)_options.Epochs * _task.StepsPerEpoch, Note(_history[^1])));
        return state;
    }

    /// <summary>Validates the averaged weights where there are any, and keeps them if they are the best so far.</summary>
    private (PassFigures Validation, double Criterion, bool Better) Judge(TrainingState state, double trainLoss, CancellationToken cancellation)
    {
        _average?.Swap();
        try
        {
            var validation = _task.Validate(cancellation);

            // Without a validation part there is nothing to choose by: the last epoch's weights are kept.
            var criterion = _task.Validates ? validation.Loss : trainLoss;
            if (!double.IsFinite(criterion)) throw Diverged(state.Epoch + 1);
            _schedule.Plateau.Observe(criterion);
            var better = !_task.Validates || criterion < state.BestLoss;
            if (better) _task.WriteModel(_run.Model);
            return (validation, criterion, better);
        }
        finally
        {
            _average?.Swap();
        }
    }

    private TrainingException Diverged(int epoch) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"the loss of epoch {epoch} is not a number: the weights grew beyond bounds; lower train.optimizer.learning_rate ({_options.Optimizer.LearningRate}) or set train.gradient_clip"));

    private string Note(EpochRecord epoch)
    {
        var note = string.Create(CultureInfo.InvariantCulture, $"epoch {epoch.Epoch}: loss {epoch.TrainLoss:F3}");
        return _task.Note(epoch.Figures) is { } figures
            ? string.Create(CultureInfo.InvariantCulture, $"{note}, validation loss {epoch.ValidationLoss:F3}, {figures}")
            : note;
    }

    /// <summary>One pass over the training part.</summary>
    private PassFigures Pass(int epoch, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        // Seeded anew in each epoch, so that a resumed training draws the same dropout as an uninterrupted one.
        Runtime.Seed(unchecked((int)Xoshiro256.For(_options.Seed, epoch, -1).Next()));
        _task.Network.Train();
        using var batches = new Prefetch<TBatch>(_task.Batches(epoch), BatchesAhead, cancellation);
        using var scope = new TensorScope();
        var step = (long)epoch * _task.StepsPerEpoch;
        while (batches.Take(out var batch))
        {
            cancellation.ThrowIfCancellationRequested();
            using (batch) Step(batch, step);
            step++;
            progress?.Report(new StageProgress(_stage, step, (long)_options.Epochs * _task.StepsPerEpoch));
        }

        _waited += batches.Waited;
        return _task.TakeFigures();
    }

    private void Step(TBatch batch, long step)
    {
        using var scope = new TensorScope();
        var loss = _task.Loss(batch);
        loss.Backward();
        if (_options.GradientClip > 0) _optimiser.ClipGradients(_options.GradientClip);
        _optimiser.LearningRate = _options.Optimizer.LearningRate * _schedule.At(step);
        _optimiser.Step();
        _optimiser.ZeroGradients();
        _average?.Follow(step);
    }
}
