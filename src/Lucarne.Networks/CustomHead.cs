using Lucarne.Torch.Modules;

namespace Lucarne.Networks;

/// <summary>Builds the head that a recipe describes.</summary>
internal static class CustomHead
{
    internal static Sequential Make(IReadOnlyList<HeadLayer> layers, int inputs, int outputs)
    {
        var head = new Sequential();
        var size = inputs;
        foreach (var layer in layers)
        {
            head.Add(Step(layer, size));
            if (layer is HeadLayer.Linear linear) size = linear.Outputs;
        }

        if (layers.Count == 0 || layers[^1] is not HeadLayer.Linear last) return head.Add(new Linear(size, outputs));
        if (last.Outputs != outputs)
            throw new NetworkException($"head: the last layer has {last.Outputs} outputs and {outputs} are needed; leave it out, or put relu after it");
        return head;
    }

    private static Module Step(HeadLayer layer, int inputs) => layer switch
    {
        HeadLayer.Dropout { Probability: >= 0 and < 1 } dropout => new Dropout(dropout.Probability),
        HeadLayer.Dropout dropout => throw new NetworkException($"head: the dropout of {dropout.Probability} is not in [0, 1)"),
        HeadLayer.Linear { Outputs: > 0 } linear => new Linear(inputs, linear.Outputs),
        HeadLayer.Linear linear => throw new NetworkException($"head: a linear layer of {linear.Outputs} values cannot be; give at least 1"),
        _ => new Relu(),
    };
}
