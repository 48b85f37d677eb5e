using Lucarne.Torch;
using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Layers;

/// <summary>Maps between the steps of a network: those that stand at the end of each size.</summary>
internal static class StageMaps
{
    /// <summary>The maps before each step that makes them smaller, and the last ones; the input is left alone and is not among them.</summary>
    internal static List<Tensor> Walk(IEnumerable<Module> steps, Tensor input)
    {
        var kept = new List<Tensor>();
        var current = input;
        foreach (var step in steps)
        {
            var next = step.Forward(current);
            if (!ReferenceEquals(current, next) && !ReferenceEquals(current, input))
            {
                if (next.Shape[2] < current.Shape[2]) kept.Add(current);
                else current.Dispose();
            }

            current = next;
        }

        kept.Add(current);
        return kept;
    }
}
