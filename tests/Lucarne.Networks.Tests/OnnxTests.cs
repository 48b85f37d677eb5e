using Lucarne.Networks.Architectures;
using Lucarne.Networks.Onnx;
using Lucarne.Torch;
using Lucarne.Torch.Modules;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Tensor = Lucarne.Torch.Tensor;

namespace Lucarne.Networks.Tests;

/// <summary>ONNX Runtime reads what is written and computes the same as libtorch.</summary>
public sealed class OnnxTests
{
    public static TheoryData<string, int, int> Networks => new()
    {
        { "resnet18", 64, 3 }, { "resnet50", 64, 1 }, { "vgg16_bn", 224, 3 }, { "densenet121", 64, 3 },
        { "mobilenet_v2", 64, 3 }, { "efficientnet_b0", 64, 3 }, { "sequential", 64, 1 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_network_computes_the_same_in_onnx_runtime(string name, int size, int channels)
    {
        Runtime.Seed(7);
        HeadLayer[] head = [new HeadLayer.Dropout(0.5), new HeadLayer.Linear(16), new HeadLayer.Relu()];
        using var network = NetworkCatalogue.Create(new(name, channels, size, 4, Head: name == "sequential" ? null : head));
        Loosen(network);
        network.Fuse();
        Agree(network, [channels, size, size], input => network.Forward(input).Softmax(1));
    }

    [Fact]
    public void Norms_that_are_not_folded_and_tensorflow_s_padding_are_told_too()
    {
        Runtime.Seed(7);
        using var network = NetworkCatalogue.Create(new("mobilenet_v2", 3, 64, 4));
        Loosen(network);
        foreach (var (_, module) in network.Modules())
            if (module is Conv2d convolution) convolution.PaddingStyle = PaddingStyle.TensorFlow;
        network.Train(false);
        Agree(network, [3, 64, 64], network.Forward);
    }

    [Fact]
    public void A_u_net_computes_the_same_in_onnx_runtime()
    {
        Runtime.Seed(7);
        using var network = new UNet(3, 8, 4);
        Loosen(network);
        network.Fuse();
        Agree(network, [3, 64, 64], input => network.Forward(input).Softmax(1));
    }

    [Fact]
    public void What_stands_around_a_network_is_told_with_it()
    {
        Runtime.Seed(7);
        using var network = NetworkCatalogue.Create(new("resnet18", 3, 64, 1));
        Loosen(network);
        network.Fuse();
        Agree(network, [1, 64, 64], input =>
        {
            // Per-picture z-score, grey to colour, a mirrored view, one moved by a sixteenth, and a single output's two classes.
            var normal = (input - input.Mean([1, 2, 3], keep: true)) / (input.Std([1, 2, 3], unbiased: false, keep: true) + 1e-6);
            var wide = normal.Expand(input.Shape[0], 3, 64, 64);
            var grid = Tensor.From<float>([1, 0, 0.125f, 0, 1, -0.125f], 1, 2, 3).Expand(input.Shape[0], 2, 3).Contiguous().AffineGrid([input.Shape[0], 3, 64, 64]);
            var yes = (network.Forward(wide).Sigmoid() + network.Forward(wide.Flip(3)).Sigmoid() + network.Forward(wide.GridSample(grid, padding: 1)).Sigmoid()) * (1 / 3.0);
            return Tensor.Cat([(yes * -1) + 1, yes], 1);
        });
    }

    [Fact]
    public void What_cannot_be_told_is_refused_by_name()
    {
        using var input = Tensor.Randn([1, 3, 8, 8]);
        var error = Assert.Throws<NetworkException>(() => OnnxExport.Trace("x", ("in", input), "out", [], tensor => tensor.Norm()));
        Assert.Contains("aten::norm cannot be written as ONNX", error.Message, StringComparison.Ordinal);
    }

    private static void Agree(Module network, long[] shape, Func<Tensor, Tensor> predict)
    {
        using var scope = new TensorScope();
        using var still = new NoGradient();
        var model = OnnxExport.Trace("test", ("picture", Tensor.Randn([1, .. shape])), "answer", network.State().Select(item => (item.Name, item.Tensor)), predict);
        using var stream = new MemoryStream();
        OnnxFile.Write(model, "1.2.3", stream);

        // Traced with one picture, asked for three: their number is free.
        var input = Tensor.Randn([3, .. shape]);
        var expected = predict(input);
        using var session = new InferenceSession(stream.ToArray());
        Assert.Equal(["picture"], session.InputNames);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("picture", new DenseTensor<float>(input.ToArray<float>(), [3, .. shape.Select(side => (int)side)]))]);
        var actual = results.Single(result => result.Name == "answer").AsTensor<float>();
        Assert.Equal(expected.Shape, actual.Dimensions.ToArray().Select(side => (long)side));
        var (theirs, ours) = (actual.ToArray(), expected.ToArray<float>());
        Assert.True(ours.Distinct().Count() > 3, "a network that answers the same to everything proves nothing");
        for (var i = 0; i < ours.Length; i++) Assert.Equal(ours[i], theirs[i], 1e-4);

        // A parameter keeps its name: whoever opens the file finds it.
        Assert.Contains(model.Constants, constant => constant.Name == network.NamedParameters().First().Name);
    }

    /// <summary>Norms as after a training: figures that are neither 0 nor 1.</summary>
    private static void Loosen(Module network)
    {
        using var still = new NoGradient();
        foreach (var norm in network.Modules().Select(named => named.Module).OfType<BatchNorm2d>())
        {
            norm.Weight.UniformInPlace(0.7, 1.3);
            norm.Bias.NormalInPlace(0, 0.2);
            norm.RunningMean.NormalInPlace(0, 0.2);
            norm.RunningVariance.UniformInPlace(0.5, 2);
        }
    }
}
