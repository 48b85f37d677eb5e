using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Networks;
using Lucarne.Torch.Modules;

namespace Lucarne.Learning.Train;

/// <summary>Makes the network that a recipe describes.</summary>
internal static class NetworkBuilder
{
    /// <summary>A network with fresh weights.</summary>
    /// <exception cref="NetworkException">The network cannot be made so, or lacks the layer that is to be explained.</exception>
    public static Classifier Create(Recipe recipe, NetworkFacts facts)
    {
        var outputs = recipe.BinaryPositive is null ? facts.Classes.Count : 1;
        var network = NetworkCatalogue.Create(new Networks.NetworkOptions(
            recipe.Network.Name, recipe.Input.Channels, recipe.Input.Size, outputs, recipe.Network.Width, Head(recipe.Network), Sequential(recipe.Network)));
        if (recipe.Explain.Layer is { } layer) network.RequireLayer(layer);
        if (facts.TensorFlowPadding)
        {
            foreach (var convolution in network.Modules().Select(item => item.Module).OfType<Conv2d>().Where(convolution => convolution.Stride == 2))
                convolution.PaddingStyle = PaddingStyle.TensorFlow;
        }

        return network;
    }

    /// <summary>Brings a network to where it computes.</summary>
    public static void Settle(Module network, Execution execution)
    {
        network.Move(execution.Device);
        if (execution.ChannelsLast) network.ChannelsLast();
    }

    private static HeadLayer[]? Head(Recipes.NetworkOptions options) => options.Head.Count == 0
        ? null
        : [.. options.Head.Select<HeadStep, HeadLayer>(step => step.Kind switch
        {
            HeadStepKind.Dropout => new HeadLayer.Dropout(step.Value),
            HeadStepKind.Linear => new HeadLayer.Linear((int)step.Value),
            _ => new HeadLayer.Relu(),
        })];

    private static Networks.SequentialOptions? Sequential(Recipes.NetworkOptions options) => options.Name == "sequential"
        ? new Networks.SequentialOptions(options.Sequential.Kernel, options.Sequential.Filters, options.Sequential.Dense.FirstOrDefault(64), options.Sequential.Dropout)
        : null;
}
