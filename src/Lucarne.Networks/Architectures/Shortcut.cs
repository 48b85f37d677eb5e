using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Architectures;

/// <summary>The way around a residual block.</summary>
internal static class Shortcut
{
    /// <summary>A 1×1 convolution and a batch norm, where the block changes the size or the number of channels.</summary>
    internal static Sequential Make(int inputs, int outputs, int stride) =>
        new(new Conv2d(inputs, outputs, 1, stride, bias: false), new BatchNorm2d(outputs));
}
