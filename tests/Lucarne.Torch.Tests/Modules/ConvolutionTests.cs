using System.Globalization;

namespace Lucarne.Torch.Tests.Modules;

/// <summary>
/// Convolutions in float32, by whichever algorithm, against the direct sum in float64: <c>aten::conv2d</c> on the same values. The
/// bound is 2⁻²⁴ · √terms with room for the few additions that a filtering of 6×6 puts around each product.
/// </summary>
public sealed class ConvolutionTests : IDisposable
{
    private const double Bound = 1e-5;

    private readonly TensorScope _scope = new();

    public ConvolutionTests() => Runtime.Seed(11);

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(2, 64, 64, 16, 16, true)]
    [InlineData(1, 64, 128, 15, 33, true)] // Sides that are no multiples of a tile.
    [InlineData(3, 128, 64, 28, 14, false)]
    [InlineData(2, 256, 64, 17, 18, false)]
    [InlineData(2, 64, 72, 16, 16, true)] // Channels that are no multiple of sixteen.
    [InlineData(2, 16, 16, 16, 16, true)]
    [InlineData(1, 64, 64, 5, 40, true)]
    public void A_convolution_and_its_gradients_are_the_direct_sum(int pictures, int inputs, int outputs, int height, int width, bool bias)
    {
        foreach (var format in new[] { MemoryFormat.Contiguous, MemoryFormat.ChannelsLast })
        {
            var input = Tensor.Randn([pictures, inputs, height, width]);
            var weight = Tensor.Randn([outputs, inputs, 3, 3]) * (1 / Math.Sqrt(inputs * 9));
            var shift = bias ? Tensor.Randn([outputs]) : null;
            var arriving = Tensor.Randn([pictures, outputs, height, width]);
            var expected = Computed(input, weight, shift, arriving, ScalarType.Float64, format);
            var found = Computed(input, weight, shift, arriving, ScalarType.Float32, format);
            for (var i = 0; i < expected.Count; i++)
            {
                var scale = expected[i].DefaultIfEmpty().Max(Math.Abs);
                Assert.Equal(expected[i].Length, found[i].Length);
                Assert.All(expected[i].Zip(found[i]), pair => Assert.Equal(pair.First, pair.Second, Bound * Math.Max(scale, 1e-3)));
            }
        }
    }

    [Theory]
    [InlineData(2, "64-3-64", 16, 16, true)]
    [InlineData(2, "64-3-64", 16, 16, false)]
    [InlineData(1, "64-3-64", 33, 30, true)]
    [InlineData(2, "64-3-64-3-64", 16, 20, true)] // ResNet-18's block,
    [InlineData(9, "64-3/2-128-3-128", 28, 28, true)] // with a step of two,
    [InlineData(2, "128-1-64-3-64-1-128", 14, 14, true)] // and ResNet-50's.
    [InlineData(2, "256-1-64-3/2-64-1-256", 17, 16, true)]
    [InlineData(3, "512-3-512", 7, 7, true)]
    [InlineData(2, "3-7/2-64", 32, 32, false)]
    [InlineData(2, "1-3-64-3-64", 32, 32, false)] // The U-Net's first pair.
    [InlineData(2, "20-3-12", 8, 8, true)]
    [InlineData(2, "20-3-20-3-20-3-20", 8, 8, false)] // Links that are all alike.
    [InlineData(2, "64-3-64-3-64-3-64", 16, 16, false)]
    public void A_chain_is_its_convolutions_additions_and_ReLUs(int pictures, string chain, int height, int width, bool add)
    {
        using var still = new NoGradient();
        foreach (var format in new[] { MemoryFormat.Contiguous, MemoryFormat.ChannelsLast })
        {
            var links = Links(chain, format);
            var input = Tensor.Randn([pictures, links[0].Weight.Shape[1], height, width]).Contiguous(format);
            var shape = Direct(links, input, null).Shape;
            var itself = shape.SequenceEqual(input.Shape);
            foreach (var added in add ? itself ? [input, Tensor.Randn(shape).Contiguous(format)] : [Tensor.Randn(shape).Contiguous(format)] : new Tensor?[] { null })
            {
                var given = new[] { input, added }.OfType<Tensor>().Select(tensor => (Tensor: tensor, Values: tensor.ToArray<float>())).ToList();

                // Twice: the second time the weights lie as they are wanted. What was given stays as it was.
                for (var turn = 0; turn < 2; turn++) Near(Direct(links, input, added), Chained(links, input, added));
                Assert.All(given, item => Assert.Equal(item.Values, item.Tensor.ToArray<float>()));

                // Weights that change are seen.
                links[^1].Weight.CopyInPlace(links[^1].Weight * -1);
                Near(Direct(links, input, added), Chained(links, input, added));
            }
        }
    }

    [Fact]
    public void A_bias_of_another_length_is_refused_as_libtorch_refuses_it()
    {
        using var still = new NoGradient();
        var (input, weight, bias) = (Tensor.Randn([1, 64, 16, 16]).Contiguous(MemoryFormat.ChannelsLast), Tensor.Randn([64, 64, 3, 3]), Tensor.Randn([3]));
        Assert.Throws<TorchException>(() => input.Conv2d(weight, bias, [1, 1], [1, 1], [1, 1], 1));
        Assert.Throws<TorchException>(() => input.Conv2dReluChain([weight], [bias], [1], [1]));
    }

    [Fact]
    public void What_is_added_may_be_one_row_for_all()
    {
        using var still = new NoGradient();
        var links = Links("64-3-64", MemoryFormat.ChannelsLast);
        var (input, added) = (Tensor.Randn([2, 64, 16, 16]).Contiguous(MemoryFormat.ChannelsLast), Tensor.Randn([1, 64, 1, 1]));
        Near(Direct(links, input, added), Chained(links, input, added));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_weight_that_is_no_number_is_not_hidden(float broken)
    {
        using var still = new NoGradient();
        foreach (var spoil in new Func<Link, Tensor>[] { link => link.Weight, link => link.Bias })
        {
            var links = Links("64-3-64-3-64", MemoryFormat.Contiguous);
            var input = Tensor.Randn([1, 64, 16, 16]).Contiguous(MemoryFormat.ChannelsLast);
            spoil(links[0]).Data<float>()[5] = broken;
            Assert.Contains(Chained(links, input, null).ToArray<float>(), value => !float.IsFinite(value));
        }
    }

    [Fact]
    public void A_chain_gives_gradients_where_they_are_asked_for()
    {
        var links = Links("64-3-64-3-64", MemoryFormat.ChannelsLast);
        var (values, added) = (Tensor.Randn([1, 64, 16, 16]), Tensor.Randn([1, 64, 16, 16]));
        Tensor Gradient(Func<Tensor, Tensor> forward)
        {
            var leaf = values.Clone();
            leaf.RequiresGrad = true;
            forward(leaf).Sum().Backward();
            return leaf.Gradient!.To(ScalarType.Float64);
        }

        Near(Gradient(leaf => Direct(links, leaf, added)), Gradient(leaf => Chained(links, leaf, added)));
    }

    [Fact]
    public void Weights_are_let_go_with_their_network()
    {
        using var still = new NoGradient();
        var input = Tensor.Randn([1, 64, 16, 16]).Contiguous(MemoryFormat.ChannelsLast);
        for (var i = 0; i < 20; i++)
        {
            // Another network at the address of the one before must not be given that one's weights.
            using var inner = new TensorScope();
            var links = Links("64-3-64", MemoryFormat.ChannelsLast);
            Near(Direct(links, input, null), Chained(links, input, null));
        }
    }

    [Fact]
    public void Only_the_gradients_that_are_asked_for_are_made()
    {
        var input = Tensor.Randn([1, 64, 16, 16]);
        var weight = Tensor.Randn([64, 64, 3, 3]);
        var bias = Tensor.Randn([64]);
        foreach (var asked in new[] { input, weight, bias })
        {
            foreach (var tensor in new[] { input, weight, bias }) tensor.RequiresGrad = tensor == asked;
            input.Conv2d(weight, bias, [1, 1], [1, 1], [1, 1], 1).Sum().Backward();
            Assert.All(new[] { input, weight, bias }, tensor => Assert.Equal(tensor == asked, tensor.Gradient is not null));
            asked.Gradient = null;
        }
    }

    [Fact]
    public void Threads_that_convolve_at_once_do_not_disturb_each_other()
    {
        var inputs = Enumerable.Range(0, 8).Select(i => Tensor.Randn([1 + (i % 3), 64, 20, 20])).ToList();
        var weight = Tensor.Randn([64, 64, 3, 3]);
        var alone = inputs.ConvertAll(input => Convolved(input, weight));
        var together = new float[inputs.Count][];
        for (var round = 0; round < 4; round++)
        {
            Parallel.For(0, inputs.Count, i => together[i] = Convolved(inputs[i], weight));
            Assert.All(alone.Zip(together), pair => Assert.All(pair.First.Zip(pair.Second), both => Assert.Equal(both.First, both.Second, 1e-3)));
        }
    }

    [SkippableFact]
    public void The_systems_libtorch_has_the_fast_convolution()
    {
        const string header = "/usr/include/oneapi/dnnl/dnnl_version.h";
        Skip.If(Environment.GetEnvironmentVariable("LIBTORCH") is { Length: > 0 }, "another libtorch keeps its oneDNN inside");
        Skip.IfNot(File.Exists(header) && File.ReadAllText(header).Contains("DNNL_VERSION_MAJOR 2", StringComparison.Ordinal), "oneDNN 2 is not the system's");
        Assert.Contains("Winograd", Runtime.Configuration, StringComparison.Ordinal);
    }

    /// <summary>Channels, then kernel (with a step) and channels, again and again: <c>64-3/2-128</c>.</summary>
    private static List<Link> Links(string chain, MemoryFormat format)
    {
        var words = chain.Split('-');
        var links = new List<Link>();
        for (var i = 1; i < words.Length; i += 2)
        {
            var kernel = words[i].Split('/').Select(long.Parse).ToArray();
            var (inputs, outputs) = (long.Parse(words[i - 1], CultureInfo.InvariantCulture), long.Parse(words[i + 1], CultureInfo.InvariantCulture));
            var weight = (Tensor.Randn([outputs, inputs, kernel[0], kernel[0]]) * Math.Sqrt(2.0 / (inputs * kernel[0] * kernel[0]))).Contiguous(format);
            links.Add(new Link(weight, Tensor.Randn([outputs]) * 0.1, kernel.Length > 1 ? kernel[1] : 1, kernel[0] / 2));
        }

        return links;
    }

    /// <summary>The chain in float64, one thing after the other.</summary>
    private static Tensor Direct(List<Link> links, Tensor input, Tensor? added)
    {
        var maps = input.To(ScalarType.Float64);
        foreach (var link in links)
        {
            maps = maps.Conv2d(link.Weight.To(ScalarType.Float64), link.Bias.To(ScalarType.Float64), [link.Stride, link.Stride], [link.Padding, link.Padding], [1, 1], 1);
            if (added is not null && link == links[^1]) maps += added.To(ScalarType.Float64);
            maps = maps.Relu();
        }

        return maps;
    }

    private static Tensor Chained(List<Link> links, Tensor input, Tensor? added) =>
        input.Conv2dReluChain([.. links.Select(link => link.Weight)], [.. links.Select(link => link.Bias)], [.. links.Select(link => link.Stride)], [.. links.Select(link => link.Padding)], added);

    private static void Near(Tensor expected, Tensor found)
    {
        Assert.Equal(expected.Shape, found.Shape);
        Assert.All(expected.ToArray<double>().Zip(found.To(ScalarType.Float64).ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, Bound * 5));
    }

    private sealed record Link(Tensor Weight, Tensor Bias, long Stride, long Padding);

    private static float[] Convolved(Tensor input, Tensor weight)
    {
        using var still = new NoGradient();
        using var found = input.Conv2d(weight, null, [1, 1], [1, 1], [1, 1], 1);
        return found.ToArray<float>();
    }

    /// <summary>The result and the gradients by input, weight and bias.</summary>
    private static List<double[]> Computed(Tensor input, Tensor weight, Tensor? bias, Tensor arriving, ScalarType type, MemoryFormat format)
    {
        var leaves = new[] { input, weight, bias }.OfType<Tensor>().Select(tensor => Leaf(tensor, type, format)).ToList();
        var result = leaves[0].Conv2d(leaves[1], bias is null ? null : leaves[2], [1, 1], [1, 1], [1, 1], 1);
        (result * arriving.To(type)).Sum().Backward();
        return [.. leaves.Select(leaf => leaf.Gradient!).Prepend(result).Select(tensor => tensor.To(ScalarType.Float64).ToArray<double>())];
    }

    private static Tensor Leaf(Tensor values, ScalarType type, MemoryFormat format)
    {
        var leaf = values.To(type).Clone();
        if (leaf.Shape.Length == 4) leaf = leaf.Contiguous(format);
        leaf.RequiresGrad = true;
        return leaf;
    }
}
