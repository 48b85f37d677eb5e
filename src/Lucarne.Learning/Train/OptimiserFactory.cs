using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;
using Lucarne.Torch.Modules;
using Lucarne.Torch.Optimisers;

namespace Lucarne.Learning.Train;

/// <summary>An optimiser over a network's trained parameters.</summary>
internal static class OptimiserFactory
{
    /// <summary>
    /// Head and backbone have their own rates where the backbone starts from weights. Biases and batch norms are not decayed under
    /// AdamW, where decay is a prior on the weights' size and they have no reason to be small.
    /// </summary>
    public static Optimiser Create(OptimizerOptions options, Module network, bool fromWeights, Func<string, bool> isHead)
    {
        var decoupled = options.Name == OptimizerName.Adamw;
        var groups = network.NamedParameters().Where(item => item.Tensor.RequiresGrad)
            .GroupBy(item => (Head: isHead(item.Name), Decayed: !decoupled || item.Tensor.Dimensions > 1))
            .Select(group => new ParameterGroup(
                [.. group.Select(item => item.Tensor)],
                !group.Key.Head && fromWeights ? options.BackboneMultiplier : 1,
                group.Key.Decayed ? options.WeightDecay : 0))
            .ToList();
        if (groups.Count == 0) throw new TrainingException("every parameter is frozen: nothing is left to train; lower network.freeze");
        return options.Name switch
        {
            OptimizerName.Sgd => new Sgd(groups, options.LearningRate, options.Momentum),
            _ => new Adam(groups, options.LearningRate, decoupled),
        };
    }
}
