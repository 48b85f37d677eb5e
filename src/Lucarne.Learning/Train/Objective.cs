using Lucarne.Learning.Load;
using Lucarne.Learning.Recipes;
using Lucarne.Torch;

namespace Lucarne.Learning.Train;

/// <summary>What is minimised: cross-entropy over classes, or binary cross-entropy of one output.</summary>
public sealed class Objective
{
    private readonly LossOptions _options;
    private readonly int _classes;
    private readonly int? _positive;

    /// <summary>The objective of a recipe.</summary>
    /// <param name="recipe">Names the loss.</param>
    /// <param name="counts">Training pictures per class, for class weights.</param>
    public Objective(Recipe recipe, IReadOnlyList<int> counts)
    {
        (_options, _classes) = (recipe.Train.Loss, counts.Count);
        if (recipe.BinaryPositive is { } positive) _positive = recipe.Classes.ToList().FindIndex(c => c.Name == positive);
        ClassWeights = Weights(_options.ClassWeights, [.. counts.Select(count => (long)count)]);
    }

    /// <summary>How much each class weighs, [K].</summary>
    public double[] ClassWeights { get; }

    /// <summary>What each class weighs where <paramref name="counts"/> of each are learned from, [K].</summary>
    internal static double[] Weights(ClassWeights kind, IReadOnlyList<long> counts)
    {
        var balanced = counts.Select(count => counts.Sum() / (double)(counts.Count * Math.Max(1, count)));
        return kind switch
        {
            Recipes.ClassWeights.Balanced => [.. balanced],
            Recipes.ClassWeights.SquareRoot => [.. balanced.Select(Math.Sqrt)],
            _ => [.. counts.Select(_ => 1.0)],
        };
    }

    /// <summary>The loss of a batch's logits, a scalar.</summary>
    public Tensor Loss(Tensor logits, Batch batch)
    {
        var full = logits.To(ScalarType.Float32);
        return _positive is { } positive ? Binary(full, batch, positive) : Multiclass(full, batch);
    }

    /// <summary>Probabilities [N, K] of logits [N, outputs], in the order of the classes.</summary>
    public Tensor Probabilities(Tensor logits)
    {
        var full = logits.To(ScalarType.Float32);
        if (_positive is not { } positive) return full.Softmax(1);
        var yes = full.Sigmoid();
        var no = (yes * -1) + 1;
        return Tensor.Cat(positive == 0 ? [yes, no] : [no, yes], 1);
    }

    /// <summary>The loss of probabilities, without smoothing: what epochs are compared by.</summary>
    /// <param name="probabilities">[N, K], row by row.</param>
    /// <param name="labels">[N].</param>
    public double Plain(IReadOnlyList<double[]> probabilities, IReadOnlyList<int> labels)
    {
        var (sum, weight) = (0.0, 0.0);
        for (var i = 0; i < labels.Count; i++)
        {
            sum -= ClassWeights[labels[i]] * Math.Log(Math.Max(probabilities[i][labels[i]], 1e-12));
            weight += ClassWeights[labels[i]];
        }

        return sum / weight;
    }

    private Tensor Multiclass(Tensor logits, Batch batch)
    {
        var weights = _options.ClassWeights == Recipes.ClassWeights.None
            ? null : Tensor.From<float>([.. ClassWeights.Select(weight => (float)weight)], _classes).Move(logits.Device);
        if (batch.Mix is null)
        {
            var indices = Tensor.From<long>([.. batch.Labels.Select(label => (long)label)], batch.Labels.Length).Move(logits.Device);
            return logits.CrossEntropy(indices, weights, _options.LabelSmoothing);
        }

        return logits.CrossEntropy(Soft(batch).Move(logits.Device), weights, _options.LabelSmoothing);
    }

    private Tensor Binary(Tensor logits, Batch batch, int positive)
    {
        var rows = Rows(batch);
        var smoothing = _options.LabelSmoothing;
        var targets = rows.Select(row => (float)((row[positive] * (1 - smoothing)) + (smoothing / 2))).ToArray();
        var target = Tensor.From<float>(targets, targets.Length, 1).Move(logits.Device);
        if (_options.ClassWeights == Recipes.ClassWeights.None) return logits.BinaryCrossEntropy(target);

        // The operator weighs the positive class alone: what the other weighs is multiplied in afterwards.
        var (yes, no) = (ClassWeights[positive], ClassWeights[1 - positive]);
        return logits.BinaryCrossEntropy(target, Tensor.From<float>([(float)(yes / no)], 1).Move(logits.Device)) * no;
    }

    private Tensor Soft(Batch batch) =>
        Tensor.From<float>([.. Rows(batch).SelectMany(row => row.Select(value => (float)value))], batch.Labels.Length, _classes);

    /// <summary>Class probabilities of each target: one, or a mix of two.</summary>
    private List<double[]> Rows(Batch batch)
    {
        var rows = new List<double[]>(batch.Labels.Length);
        for (var i = 0; i < batch.Labels.Length; i++)
        {
            var own = batch.Mix?.Weights[i] ?? 1;
            var row = new double[_classes];
            row[batch.Labels[i]] += own;
            if (batch.Mix is { } mix) row[batch.Labels[mix.Partners[i]]] += 1 - own;
            rows.Add(row);
        }

        return rows;
    }
}
