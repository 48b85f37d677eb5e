using System.Globalization;
using Lucarne.Learning.Augment;
using Lucarne.Learning.Load;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Randomness;
using Lucarne.Learning.Recipes;
using Lucarne.Networks;
using Lucarne.Torch;
using Lucarne.Torch.Modules;

namespace Lucarne.Learning.Train;

/// <summary>Learning which class a picture belongs to.</summary>
internal sealed class ClassificationTask : ITrainingTask<Batch>
{
    private readonly Recipe _recipe;
    private readonly Classifier _network;
    private readonly NetworkFacts _facts;
    private readonly Execution _execution;
    private readonly PictureStore _training;
    private readonly PictureStore? _validation;
    private readonly Augmenter _augmenter;
    private readonly Objective _objective;
    private readonly BatchPredictor _predictor;
    private readonly Tally _tally;

    public ClassificationTask(
        Recipe recipe, Classifier network, NetworkFacts facts, Execution execution, PictureStore training, PictureStore? validation, Augmenter augmenter)
    {
        (_recipe, _network, _facts, _execution) = (recipe, network, facts, execution);
        (_training, _validation, _augmenter) = (training, validation is { Count: > 0 } ? validation : null, augmenter);
        var counts = recipe.Classes.Select((_, label) => training.Pictures.Count(picture => picture.Label == label)).ToList();
        _objective = new Objective(recipe, counts);
        _predictor = new BatchPredictor(network, _objective, facts.Normaliser(recipe), execution, TestTime.None);
        _tally = new Tally(execution.Device);
    }

    public Module Network => _network;

    public string Facts => _facts.ToJson();

    public bool FromWeights => _facts.FromWeights;

    public bool Validates => _validation is not null;

    public IReadOnlyList<string> FigureNames { get; } = ["train_accuracy", "validation_accuracy"];

    /// <summary>The last batch is left out where it would be a single picture: a batch norm has no variance to work with then.</summary>
    public int StepsPerEpoch
    {
        get
        {
            var (full, rest) = Math.DivRem(_training.Count, _recipe.Train.BatchSize);
            return Math.Max(1, full + (rest > 1 ? 1 : 0));
        }
    }

    public bool IsHead(string parameter) => _network.IsHead(parameter);

    public IEnumerable<Batch> Batches(int epoch)
    {
        // The maker's own operators stay on one thread: the network has the others.
        ThreadBudget.OneForThisThread();
        var order = Enumerable.Range(0, _training.Count).ToArray();
        Xoshiro256.For(_recipe.Train.Seed, epoch).Shuffle<int>(order);
        for (var number = 0; number < StepsPerEpoch; number++)
        {
            var indices = order.Skip(number * _recipe.Train.BatchSize).Take(_recipe.Train.BatchSize).ToArray();
            using var bytes = _training.Batch(indices);
            yield return _augmenter.Make(bytes, [.. indices.Select(i => _training.Pictures[i].Label)], epoch, number);
        }
    }

    public Tensor Loss(Batch batch)
    {
        var input = _execution.Place(batch.Input);
        Tensor logits;
        using (new Autocast(_execution.Device, _execution.BFloat16)) logits = _network.Forward(input);
        var loss = _objective.Loss(logits, batch);
        _tally.Add(loss, _objective.Probabilities(logits.Detach()), batch.Labels);
        return loss;
    }

    public PassFigures TakeFigures() => _tally.Take();

    public PassFigures Validate(CancellationToken cancellation)
    {
        if (_validation is null) return PassFigures.Nothing(1);
        var probabilities = _predictor.Predict(_validation, cancellation);
        var labels = _validation.Pictures.Select(picture => picture.Label).ToList();
        var right = probabilities.Where((row, i) => Array.IndexOf(row, row.Max()) == labels[i]).Count();
        return new PassFigures(_objective.Plain(probabilities, labels), [(double)right / labels.Count]);
    }

    public ValueList<double> Figures(PassFigures training, PassFigures validation) => [training.Values[0], validation.Values[0]];

    public string? Note(ValueList<double> figures) =>
        Validates ? string.Create(CultureInfo.InvariantCulture, $"validation accuracy {figures[1]:P1}") : null;

    public void WriteModel(string path) => ModelFile.Write(path, _network, _recipe, _facts);

    public void Dispose() => _tally.Dispose();
}
