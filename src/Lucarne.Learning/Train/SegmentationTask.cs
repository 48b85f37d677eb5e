using System.Globalization;
using Lucarne.Learning.Augment;
using Lucarne.Learning.Load;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;
using Lucarne.Networks.Architectures;
using Lucarne.Torch;
using Lucarne.Torch.Modules;

namespace Lucarne.Learning.Train;

/// <summary>Learning which structure each pixel of a scan's slices belongs to.</summary>
internal sealed class SegmentationTask : ITrainingTask<SliceBatch>
{
    private const int BatchesAhead = 2;

    private readonly Recipe _recipe;
    private readonly UNet _network;
    private readonly NetworkFacts _facts;
    private readonly Execution _execution;
    private readonly SliceSampler _sampler;
    private readonly SliceAugmenter _augmenter;
    private readonly SliceAugmenter _plain;
    private readonly SegmentationObjective[] _objectives;
    private readonly SegmentationObjective _judging;
    private readonly IReadOnlyList<double> _weights;
    private readonly IReadOnlyList<double> _largest;
    private readonly int[] _margins;
    private readonly OverlapTally _training;
    private readonly OverlapTally _validating;
    private readonly SliceRef[] _validation;

    public SegmentationTask(
        Recipe recipe, UNet network, NetworkFacts facts, Execution execution, IReadOnlyList<PreparedScan> training, IReadOnlyList<PreparedScan> validation)
    {
        (_recipe, _network, _facts, _execution) = (recipe, network, facts, execution);
        var options = recipe.Segmentation!;
        _weights = [.. ClassWeightsFile.Of(options, recipe.Train.Loss.ClassWeights, options.Prepare.Size, [.. training.Select(scan => scan.Record)]).Weights.Values];
        var fades = recipe.Train.Loss.FadingWeights;
        _objectives = [.. Enumerable.Range(0, recipe.Train.Epochs).Select(epoch => new SegmentationObjective(
            recipe.Train.Loss.DiceShare, Faded(_weights, fades ? (double)epoch / Math.Max(1, recipe.Train.Epochs - 1) : 0),
            recipe.Train.Loss.Name == LossName.CrossEntropyLogDice))];
        if (fades) _weights = Faded(_weights, 1);
        _judging = new SegmentationObjective(recipe.Train.Loss.DiceShare, _weights);
        _largest = Largest(recipe, training);
        _margins = [.. options.Structures.Where(structure => recipe.Train.Loss.Beneath && structure.Around is not null).Select(structure => (int)structure.Value)];
        _sampler = new SliceSampler(options.Sampling, recipe.Train.BatchSize, recipe.Train.Seed, training);
        (_augmenter, _plain) = (new SliceAugmenter(Transplanting(recipe, training), augments: true), new SliceAugmenter(recipe, augments: false));
        _validation = [.. validation.SelectMany(scan => Enumerable.Range(0, scan.Count).Select(k => new SliceRef(scan, k)))];
        (_training, _validating) = (new OverlapTally(options.Channels, execution.Device), new OverlapTally(options.Channels, execution.Device));
        string[] names = [.. options.Structures.Select(structure => structure.Name)];
        FigureNames = [.. names.Select(name => $"dice_{name}"), .. names.Select(name => $"train_dice_{name}")];
    }

    /// <summary>The recipe, with what is transplanted as these scans allow it.</summary>
    private static Recipe Transplanting(Recipe recipe, IReadOnlyList<PreparedScan> training)
    {
        var options = recipe.Segmentation!;
        if (options.Sampling.Transplant is not { } transplant) return recipe;
        var value = options.Structures.First(structure => structure.Name == transplant.Structure).Value;
        var scans = training.Count(scan => !scan.Unknown.Contains(value));
        return recipe with { Segmentation = options with { Sampling = options.Sampling with { Transplant = transplant.From(scans) } } };
    }

    public Module Network => _network;

    public string Facts => _facts.ToJson();

    public bool FromWeights => false;

    public int StepsPerEpoch => _sampler.StepsPerEpoch;

    public bool Validates => _validation.Length > 0;

    public IReadOnlyList<string> FigureNames { get; }

    public bool IsHead(string parameter) => false;

    public IEnumerable<SliceBatch> Batches(int epoch)
    {
        // The maker's own operators stay on one thread: the network has the others.
        ThreadBudget.OneForThisThread();
        foreach (var (number, slices) in _sampler.Epoch(epoch).Index()) yield return _augmenter.Make(slices, epoch, number);
    }

    public Tensor Loss(SliceBatch batch)
    {
        var (raw, target) = Logits(batch);
        var logits = SegmentationObjective.Joined(raw, batch.Unknown);
        var objective = _objectives[batch.Epoch];
        var loss = objective.Loss(logits, target);
        if (_margins.Length > 0)
            loss += objective.CrossedBeneath(logits, target, batch.Beneath.Move(_execution.Device), _margins) * (1 - _recipe.Train.Loss.DiceShare);
        if (batch.Unknown.Any(labels => labels.Count > 0)) loss += SegmentationObjective.Excess(raw, batch.Unknown, _largest);
        using (new NoGradient()) _training.Add(loss, 1, SegmentationObjective.Drawn(logits.Detach(), target));
        return loss;
    }

    public PassFigures TakeFigures()
    {
        var (loss, dice, _) = _training.Take();
        return new PassFigures(loss, dice);
    }

    public PassFigures Validate(CancellationToken cancellation)
    {
        if (!Validates) return PassFigures.Nothing(FigureNames.Count / 2);
        _network.Train(false);
        using (var batches = new Prefetch<SliceBatch>(ValidationBatches(), BatchesAhead, cancellation))
        {
            while (batches.Take(out var batch))
            {
                cancellation.ThrowIfCancellationRequested();
                using (batch) Judge(batch);
            }
        }

        // Dice of the whole part, not the mean over batches: a structure that a batch does not hold says nothing there.
        var (crossed, dice, overlapLoss) = _validating.Take();
        var share = _recipe.Train.Loss.DiceShare;
        return new PassFigures(((1 - share) * crossed) + (share * overlapLoss), dice);
    }

    public ValueList<double> Figures(PassFigures training, PassFigures validation) => [.. validation.Values, .. training.Values];

    public string? Note(ValueList<double> figures)
    {
        if (!Validates) return null;
        var known = figures.Take(figures.Count / 2).Where(double.IsFinite).DefaultIfEmpty(double.NaN);
        return string.Create(CultureInfo.InvariantCulture, $"mean Dice {known.Average():F3}");
    }

    public void WriteModel(string path) => ModelFile.Write(path, _network, _recipe, _facts);

    public void Dispose()
    {
        _training.Dispose();
        _validating.Dispose();
    }

    private IEnumerable<SliceBatch> ValidationBatches()
    {
        ThreadBudget.OneForThisThread();
        foreach (var slices in _validation.Chunk(_recipe.Train.BatchSize)) yield return _plain.Make(slices, 0, 0);
    }

    private void Judge(SliceBatch batch)
    {
        using var still = new NoGradient();
        using var scope = new TensorScope();
        var (raw, target) = Logits(batch);
        var logits = SegmentationObjective.Joined(raw, batch.Unknown);
        var drawn = SegmentationObjective.Drawn(logits, target);
        var pixels = drawn.Select(0, 2).ToArray<double>();
        _validating.Add(_judging.Crossed(logits, target), pixels.Zip(_weights, (count, weight) => count * weight).Sum(), drawn, SegmentationObjective.Overlap(logits, target));
    }

    private (Tensor Logits, Tensor Target) Logits(SliceBatch batch)
    {
        var input = _execution.Place(batch.Input);
        Tensor logits;
        using (new Autocast(_execution.Device, _execution.BFloat16)) logits = _network.Forward(input);
        return (logits, batch.Target.Move(_execution.Device));
    }

    /// <summary>Weights on their way to equal ones, in equal ratios.</summary>
    /// <param name="weights">As the training begins.</param>
    /// <param name="way">0 at the beginning, 1 at the end.</param>
    private static double[] Faded(IReadOnlyList<double> weights, double way) => [.. weights.Select(weight => Math.Pow(weight, 1 - way))];

    /// <summary>The largest share of what the network sees of a slice that each class takes where it was contoured, zoomed in as far as the
    /// augmentation may; nothing for a structure that nobody contoured.</summary>
    private static double[] Largest(Recipe recipe, IReadOnlyList<PreparedScan> training)
    {
        var options = recipe.Segmentation!;
        var zoomed = recipe.Augment.Zoom.High * recipe.Augment.Zoom.High;
        var largest = new double[options.Channels];
        largest[0] = 1;
        foreach (var scan in training)
        {
            var square = SlicePart.Of(options.Input.Region, scan.Record.Body).Square;
            var seen = scan.Size * scan.Size * square.HalfWidth * square.HalfHeight;
            foreach (var structure in options.Structures.Where(structure => scan.Record.Contoured.Contains(structure.Name)))
                largest[structure.Value] = Math.Max(largest[structure.Value], Math.Min(1, zoomed * scan.Record.Pixels.Max(pixels => pixels[structure.Value - 1]) / seen));
        }

        return largest;
    }
}
