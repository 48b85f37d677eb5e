using System.Globalization;
using Lucarne.Networks.Layers;
using Lucarne.Torch;
using Lucarne.Torch.Modules;

namespace Lucarne.Networks.Architectures;

/// <summary>
/// The U-Net of Ronneberger, Fischer and Brox (2015) with padded convolutions, so that the logits have the input's size, and batch norms
/// (Ioffe and Szegedy 2015): five levels of width, 2·width, … 16·width channels, two 3×3 convolutions without bias each, 2×2 max pooling
/// on the way down, 2×2 transposed convolutions on the way up, and a 1×1 convolution at the end. With one input channel, eight outputs
/// and a width of 64 it has 31,036,936 parameters. Parameters are named as PyTorch's sequences name them: <c>down.0.0.weight</c>.
/// </summary>
public sealed class UNet : Module
{
    /// <summary>How often the maps are halved: height and width of the input are multiples of 2⁴.</summary>
    public const int Halvings = 4;

    /// <summary>What height and width of the input are multiples of.</summary>
    public const int SizeUnit = 1 << Halvings;

    private readonly ConvolutionPair[] _down = new ConvolutionPair[Halvings + 1];
    private readonly ConvTranspose2d[] _rise = new ConvTranspose2d[Halvings];
    private readonly ConvolutionPair[] _up = new ConvolutionPair[Halvings];
    private readonly Conv2d _head;

    /// <summary>A U-Net with fresh weights: convolutions normal with variance 2 / fan-in, as for ReLU networks (He et al. 2015).</summary>
    /// <param name="inputs">Channels of a slice: 1, or as many as neighbouring slices are seen with it.</param>
    /// <param name="outputs">Logits of a pixel: one per structure, and one for none.</param>
    /// <param name="width">Channels of the first level.</param>
    /// <exception cref="NetworkException">A number is below 1.</exception>
    public UNet(int inputs, int outputs, int width)
    {
        if (inputs < 1 || outputs < 1 || width < 1)
            throw new NetworkException($"network: a U-Net with {inputs} inputs, {outputs} outputs and a width of {width} cannot be; each is at least 1");
        Width = width;
        for (var level = 0; level <= Halvings; level++)
            _down[level] = Child($"down.{Name(level)}", new ConvolutionPair(level == 0 ? inputs : Channels(level - 1), Channels(level)));
        for (var level = Halvings - 1; level >= 0; level--)
        {
            _rise[level] = Child($"rise.{Name(level)}", new ConvTranspose2d(Channels(level + 1), Channels(level), 2, 2));
            _up[level] = Child($"up.{Name(level)}", new ConvolutionPair(2L * Channels(level), Channels(level)));
        }

        _head = Child("head", new Conv2d(width, outputs, 1));
        FirstValues.ConvolutionsFanIn(this);
    }

    /// <summary>Channels of the first level.</summary>
    public int Width { get; }

    /// <summary>Logits [N, outputs, H, W] of slices [N, inputs, H, W]; H and W are multiples of <see cref="SizeUnit"/>.</summary>
    public override Tensor Forward(Tensor input)
    {
        var skips = new Tensor[Halvings];
        var maps = _down[0].Forward(input);
        for (var level = 1; level <= Halvings; level++)
        {
            skips[level - 1] = maps;
            using var halved = maps.MaxPool2d(2, 2);
            maps = _down[level].Forward(halved);
        }

        for (var level = Halvings - 1; level >= 0; level--)
        {
            var lower = maps;
            using (lower)
            using (skips[level])
            using (var risen = _rise[level].Forward(lower))
            using (var both = Tensor.Cat([skips[level], risen], 1))
                maps = _up[level].Forward(both);
        }

        using (maps) return _head.Forward(maps);
    }

    /// <summary>Folds the batch norms into the convolutions and switches to prediction; final.</summary>
    public void Fuse()
    {
        Train(false);
        NormFolding.Fold(this);
    }

    private int Channels(int level) => Width << level;

    private static string Name(int level) => level.ToString(CultureInfo.InvariantCulture);

    /// <summary>3×3 convolution, batch norm, ReLU, and the same once more.</summary>
    private sealed class ConvolutionPair : Module
    {
        private readonly (Conv2d Convolution, BatchNorm2d Norm)[] _steps;

        public ConvolutionPair(long inputs, long outputs)
        {
            // A sequence would number the two ReLUs 2 and 5.
            _steps = [Step("0", "1", inputs, outputs), Step("3", "4", outputs, outputs)];
        }

        public override Tensor Forward(Tensor input) => Normed.Relu(input, null, _steps);

        private (Conv2d Convolution, BatchNorm2d Norm) Step(string convolution, string norm, long inputs, long outputs) =>
            (Child(convolution, new Conv2d(inputs, outputs, 3, padding: 1, bias: false)), Child(norm, new BatchNorm2d(outputs)));
    }
}
