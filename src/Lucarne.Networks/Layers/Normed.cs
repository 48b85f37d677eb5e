using Lucarne.Torch;
using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Layers;

/// <summary>A convolution and the batch norm behind it, as one step.</summary>
internal static class Normed
{
    /// <summary>The normed maps; the caller owns them.</summary>
    internal static Tensor Apply(Conv2d convolution, BatchNorm2d norm, Tensor input)
    {
        var maps = convolution.Forward(input);
        if (norm.IsIdentity) return maps;
        using (maps) return norm.Forward(maps);
    }
}
