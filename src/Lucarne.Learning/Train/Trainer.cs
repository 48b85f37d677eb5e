using System.Globalization;
using Lucarne.Learning.Augment;
using Lucarne.Learning.Load;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Randomness;
using Lucarne.Learning.Recipes;
using Lucarne.Networks;
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
internal sealed class Trainer : IDisposable
{
    private const int BatchesAhead = 3;

    private readonly Recipe _recipe;
    private readonly Classifier _network;
    private readonly NetworkFacts _facts;
    private readonly Execution _execution;
    private readonly RunFolder _run;
    private readonly PictureStore _training;
    private readonly PictureStore? _validation;
    private readonly Stage _stage;
    private readonly Augmenter _augmenter;
    private readonly Objective _objective;
    private readonly Optimiser _optimiser;
    private readonly RateSchedule _schedule;
    private readonly AveragedWeights? _average;
    private readonly BatchPredictor _predictor;
    private readonly TimeProvider _clock;
    private readonly List<EpochRecord> _history = [];
    private TimeSpan _waited;
    private TimeSpan _trained;

    public Trainer(
        Recipe recipe, Classifier network, NetworkFacts facts, Execution execution, RunFolder run,
        PictureStore training, PictureStore? validation, Augmenter augmenter, TimeProvider clock)
    {
        _clock = clock;
        (_recipe, _network, _facts, _execution, _run) = (recipe, network, facts, execution, run);
        (_training, _validation, _augmenter) = (training, validation is { Count: > 0 } ? validation : null, augmenter);
        _stage = validation is null ? Stage.Refit : Stage.Train;
        var counts = recipe.Classes.Select((_, label) => training.Pictures.Count(picture => picture.Label == label)).ToList();
        _objective = new Objective(recipe, counts);
        _optimiser = OptimiserFactory.Create(recipe, network, facts.FromWeights);
        _schedule = new RateSchedule(recipe.Train.Schedule, BatchesPerEpoch, recipe.Train.Epochs);
        _average = recipe.Train.Average > 0 ? new AveragedWeights(network, recipe.Train.Average) : null;
        _predictor = new BatchPredictor(network, _objective, facts.Normaliser(recipe), execution, TestTime.None);
    }

    /// <summary>The last batch is left out where it would be a single picture: a batch norm has no variance to work with then.</summary>
    private int BatchesPerEpoch
    {
        get
        {
            var (full, rest) = Math.DivRem(_training.Count, _recipe.Train.BatchSize);
            return Math.Max(1, full + (rest > 1 ? 1 : 0));
        }
    }

    /// <summary>Goes on from a checkpoint.</summary>
    public TrainingState Resume()
    {
        var state = Checkpoint.Read(_run.Last, _network, _average, _optimiser);
        _schedule.Plateau.Restore(state.PlateauFactor, state.PlateauBest, state.PlateauWaited);
        _history.AddRange(History.Read(_run.History).Take(state.Epoch));
        return state;
    }

    /// <summary>Trains from a state to the end, or until cancelled; what was done by then is kept.</summary>
    public TrainingOutcome Train(TrainingState state, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var started = _clock.GetTimestamp();
        var interrupted = false;
        while (state.Epoch < _recipe.Train.Epochs && !Finished(state))
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

            if (_recipe.Train.MaxMinutes is { } minutes && _clock.GetElapsedTime(started).TotalMinutes >= minutes) break;
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
        _recipe.Train.EarlyStopping > 0 && state.Epoch - state.BestEpoch >= _recipe.Train.EarlyStopping && state.BestEpoch > 0;

    private TrainingState Epoch(TrainingState state, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var started = _clock.GetTimestamp();
        var (loss, accuracy) = Pass(state.Epoch, progress, cancellation);
        _trained += _clock.GetElapsedTime(started);

        var (validationLoss, validationAccuracy, criterion, better) = Judge(state, loss, cancellation);

        var epoch = state.Epoch + 1;
        var rate = _optimiser.LearningRate;
        _history.Add(new EpochRecord(
            epoch, loss, validationLoss, accuracy, validationAccuracy, rate, _clock.GetElapsedTime(started).TotalSeconds));
        state = new TrainingState(
            epoch, _optimiser.Steps, better ? criterion : state.BestLoss, better ? epoch : state.BestEpoch,
            _schedule.Plateau.Factor, _schedule.Plateau.Best, _schedule.Plateau.Waited);
        History.Write(_run.History, _history);
        Checkpoint.Write(_run.Last, state, _facts.ToJson(), _network, _average, _optimiser);
        progress?.Report(new StageProgress(_stage, (long)epoch * BatchesPerEpoch, (long)_recipe.Train.Epochs * BatchesPerEpoch, Note(_history[^1])));
        return state;
    }

    /// <summary>Validates the averaged weights where there are any, and keeps them if they are the best so far.</summary>
    private (double Loss, double Accuracy, double Criterion, bool Better) Judge(TrainingState state, double trainLoss, CancellationToken cancellation)
    {
        _average?.Swap();
        try
        {
            var (loss, accuracy) = Validate(cancellation);

            // Without a validation part there is nothing to choose by: the last epoch's weights are kept.
            var criterion = _validation is null ? trainLoss : loss;
            if (!double.IsFinite(criterion)) throw Diverged(state.Epoch + 1);
            _schedule.Plateau.Observe(criterion);
            var better = _validation is null || criterion < state.BestLoss;
            if (better) ModelFile.Write(_run.Model, _network, _recipe, _facts);
            return (loss, accuracy, criterion, better);
        }
        finally
        {
            _average?.Swap();
        }
    }

    private TrainingException Diverged(int epoch) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"the loss of epoch {epoch} is not a number: the weights grew beyond bounds; lower train.optimizer.learning_rate ({_recipe.Train.Optimizer.LearningRate}) or set train.gradient_clip"));

    private static string Note(EpochRecord epoch)
    {
        var note = string.Create(CultureInfo.InvariantCulture, $"epoch {epoch.Epoch}: loss {epoch.TrainLoss:F3}");
        return double.IsNaN(epoch.ValidationLoss)
            ? note
            : string.Create(CultureInfo.InvariantCulture, $"{note}, validation loss {epoch.ValidationLoss:F3}, validation accuracy {epoch.ValidationAccuracy:P1}");
    }

    /// <summary>One pass over the training part.</summary>
    private (double Loss, double Accuracy) Pass(int epoch, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        // Seeded anew in each epoch, so that a resumed training draws the same dropout as an uninterrupted one.
        Runtime.Seed(unchecked((int)Xoshiro256.For(_recipe.Train.Seed, epoch, -1).Next()));
        _network.Train();
        using var batches = new Prefetch<Batch>(Batches(epoch), BatchesAhead, cancellation);
        using var scope = new TensorScope();
        using var tally = new Tally(_execution.Device);
        var number = 0;
        while (batches.Take(out var batch))
        {
            cancellation.ThrowIfCancellationRequested();
            using (batch) Step(batch, ((long)epoch * BatchesPerEpoch) + number, tally);
            number++;
            progress?.Report(new StageProgress(_stage, ((long)epoch * BatchesPerEpoch) + number, (long)_recipe.Train.Epochs * BatchesPerEpoch));
        }

        _waited += batches.Waited;
        return (tally.Loss, tally.Accuracy);
    }

    private void Step(Batch batch, long step, Tally tally)
    {
        using var scope = new TensorScope();
        var input = _execution.Place(batch.Input);
        Tensor logits;
        using (new Autocast(_execution.Device, _execution.BFloat16)) logits = _network.Forward(input);
        var loss = _objective.Loss(logits, batch);
        loss.Backward();
        if (_recipe.Train.GradientClip > 0) _optimiser.ClipGradients(_recipe.Train.GradientClip);
        _optimiser.LearningRate = _recipe.Train.Optimizer.LearningRate * _schedule.At(step);
        _optimiser.Step();
        _optimiser.ZeroGradients();
        _average?.Follow(step);
        tally.Add(loss, _objective.Probabilities(logits.Detach()), batch.Labels);
    }

    private (double Loss, double Accuracy) Validate(CancellationToken cancellation)
    {
        if (_validation is null) return (double.NaN, double.NaN);
        var probabilities = _predictor.Predict(_validation, cancellation);
        var labels = _validation.Pictures.Select(picture => picture.Label).ToList();
        var right = probabilities.Where((row, i) => Array.IndexOf(row, row.Max()) == labels[i]).Count();
        return (_objective.Plain(probabilities, labels), (double)right / labels.Count);
    }

    private IEnumerable<Batch> Batches(int epoch)
    {
        // The maker's own operators stay on one thread: the network has the others.
        ThreadBudget.OneForThisThread();
        var order = Enumerable.Range(0, _training.Count).ToArray();
        Xoshiro256.For(_recipe.Train.Seed, epoch).Shuffle<int>(order);
        for (var number = 0; number < BatchesPerEpoch; number++)
        {
            var indices = order.Skip(number * _recipe.Train.BatchSize).Take(_recipe.Train.BatchSize).ToArray();
            using var bytes = _training.Batch(indices);
            yield return _augmenter.Make(bytes, [.. indices.Select(i => _training.Pictures[i].Label)], epoch, number);
        }
    }
}
