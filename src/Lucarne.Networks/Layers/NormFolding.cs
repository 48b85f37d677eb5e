using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Layers;

/// <summary>Folds batch norms into the convolutions before them, for prediction.</summary>
internal static class NormFolding
{
    /// <summary>
    /// Folds every batch norm that stands right behind a convolution in the same module; exact to rounding, and final. Children are made
    /// in the order of their use, so that such a norm is that convolution's.
    /// </summary>
    internal static void Fold(Module root)
    {
        foreach (var (_, module) in root.Modules())
        {
            for (var i = 1; i < module.Children.Count; i++)
            {
                if (module.Children[i - 1].Module is Conv2d convolution && module.Children[i].Module is BatchNorm2d norm) convolution.TakeOver(norm);
            }
        }
    }
}
