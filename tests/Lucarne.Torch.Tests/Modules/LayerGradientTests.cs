using Lucarne.Torch.Modules;

namespace Lucarne.Torch.Tests.Modules;

public sealed class LayerGradientTests : IDisposable
{
    private readonly TensorScope _scope = new();

    public LayerGradientTests() => Runtime.Seed(7);

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(3, 1, 0, 1, true)]
    [InlineData(3, 2, 1, 1, true)]
    [InlineData(1, 1, 0, 1, false)]
    [InlineData(3, 1, 1, 2, true)]
    [InlineData(3, 2, 1, 4, false)]
    public void Conv2d(long kernel, long stride, long padding, long groups, bool bias) =>
        Check(new Conv2d(4, 8, kernel, stride, padding, groups, bias), GradientCheck.Leaf(1, 2, 4, 6, 5));

    [Theory]
    [InlineData(3, 2, 6, 5)] // 1 pixel in all for the even side, 2 for the odd: both paths at once.
    [InlineData(3, 2, 5, 5)]
    [InlineData(5, 2, 6, 6)]
    [InlineData(3, 1, 5, 5)]
    public void Conv2d_with_TensorFlow_padding(long kernel, long stride, long height, long width) =>
        Check(new Conv2d(2, 3, kernel, stride) { PaddingStyle = PaddingStyle.TensorFlow }, GradientCheck.Leaf(1, 1, 2, height, width));

    [Fact]
    public void ConvTranspose2d() => Check(new ConvTranspose2d(3, 2, 2, 2), GradientCheck.Leaf(1, 2, 3, 3, 2));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void ConvTranspose2d_is_libtorchs_own(long kernel)
    {
        using var layer = new ConvTranspose2d(3, 2, kernel, kernel);
        layer.Convert(ScalarType.Float64);
        var input = GradientCheck.Leaf(1, 2, 3, 3, 2);
        var expected = input.ConvTranspose2d(layer.Weight, layer.Bias, [kernel, kernel], [0, 0]);
        var found = layer.Forward(input);
        Assert.Equal(expected.Shape, found.Shape);
        Assert.All(expected.ToArray<double>().Zip(found.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void BatchNorm2d_in_training() => Check(Moved(new BatchNorm2d(3)), GradientCheck.Leaf(2, 3, 3, 2, 2));

    [Fact]
    public void BatchNorm2d_frozen() => Check(Moved(new BatchNorm2d(3) { Frozen = true }), GradientCheck.Leaf(2, 3, 3, 2, 2));

    [Fact]
    public void BatchNorm2d_in_prediction()
    {
        var layer = Moved(new BatchNorm2d(3));
        layer.Train(false);
        Check(layer, GradientCheck.Leaf(2, 3, 3, 2, 2));
    }

    [Fact]
    public void Linear() => Check(new Linear(5, 3), GradientCheck.Leaf(1, 4, 5));

    [Fact]
    public void Relu() => Check(new Relu(), GradientCheck.Leaf(1, 20));

    [Fact]
    public void Relu6() => Check(new Relu6(), GradientCheck.Leaf(6, 40));

    [Fact]
    public void Bounds_in_place()
    {
        // Normal values of deviation 12: below, within and above the bounds.
        var input = GradientCheck.Leaf(6, 40);
        GradientCheck.Compare(() => (input * 2).HardtanhInPlace(0, 6), [input]);
    }

    [Fact]
    public void Silu() => Check(new Silu(), GradientCheck.Leaf(3, 20));

    [Fact]
    public void Dropout_in_prediction()
    {
        var layer = new Dropout(0.5);
        layer.Train(false);
        Check(layer, GradientCheck.Leaf(1, 20));
    }

    [Fact]
    public void MaxPool2d() => Check(new MaxPool2d(3, 2, 1), GradientCheck.Leaf(1, 2, 2, 7, 6));

    [Fact]
    public void AvgPool2d() => Check(new AvgPool2d(2, 2), GradientCheck.Leaf(1, 2, 2, 6, 5));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void AdaptiveAvgPool2d(long size) => Check(new AdaptiveAvgPool2d(size), GradientCheck.Leaf(1, 2, 2, 7, 5));

    [Fact]
    public void Flatten() => Check(new Flatten(), GradientCheck.Leaf(1, 2, 2, 2, 3));

    [Fact]
    public void A_whole_small_network() =>
        Check(
            new Sequential(
                new Conv2d(2, 4, 3, padding: 1), new BatchNorm2d(4), new Silu(), new AvgPool2d(2, 2), new AdaptiveAvgPool2d(1),
                new Flatten(), new Linear(4, 3)),
            GradientCheck.Leaf(1, 3, 2, 4, 4));

    [Fact]
    public void TensorFlow_padding_puts_the_odd_pixel_at_the_right_and_bottom()
    {
        // A 2 × 2 kernel of ones with stride 1 over 2 × 2 ones: one line is padded, below and right only.
        using var layer = new Conv2d(1, 1, 2, bias: false) { PaddingStyle = PaddingStyle.TensorFlow };
        using (new NoGradient()) layer.Weight.FillInPlace(1);
        Assert.Equal([4f, 2, 2, 1], layer.Forward(Tensor.Ones([1, 1, 2, 2])).ToArray<float>());
    }

    [Fact]
    public void Dropout_in_training_scales_what_it_keeps()
    {
        using var layer = new Dropout(0.25);
        var kept = layer.Forward(Tensor.Ones([10_000])).ToArray<float>();
        Assert.All(kept, value => Assert.True(value == 0 || Math.Abs(value - (1 / 0.75f)) < 1e-6));

        // 2,500 are expected to be dropped, with a standard deviation of √(10,000 · 0.25 · 0.75) = 43; five of them either way.
        Assert.InRange(kept.Count(value => value == 0), 2500 - 217, 2500 + 217);
    }

    [Fact]
    public void BatchNorm2d_moves_its_running_figures_in_training_only()
    {
        // Values 1 and 3: mean 2, unbiased variance 2; momentum 0.1 moves 0 to 0.2 and 1 to 0.9 + 0.2 = 1.1.
        using var layer = new BatchNorm2d(1);
        var input = Tensor.From<float>([1, 3], 2, 1, 1, 1);
        layer.Train(false);
        layer.Forward(input);
        Assert.Equal(0, layer.RunningMean.Item());
        layer.Train();
        layer.Frozen = true;
        layer.Forward(input);
        Assert.Equal(0, layer.RunningMean.Item());
        layer.Frozen = false;
        layer.Forward(input);
        Assert.Equal(0.2, layer.RunningMean.Item(), 1e-6);
        Assert.Equal(1.1, layer.RunningVariance.Item(), 1e-6);
    }

    private static void Check(Module layer, Tensor input)
    {
        using (layer)
        {
            layer.Convert(ScalarType.Float64);
            GradientCheck.Compare(() => layer.Forward(input), [input, .. layer.NamedParameters().Select(parameter => parameter.Tensor)]);
        }
    }

    // Running figures and weights that are not 0 and 1, so that a wrong use of them shows.
    private static BatchNorm2d Moved(BatchNorm2d layer)
    {
        using var still = new NoGradient();
        layer.RunningMean.NormalInPlace(0.5, 1);
        layer.RunningVariance.UniformInPlace(0.5, 2);
        layer.Weight.UniformInPlace(0.5, 2);
        layer.Bias.NormalInPlace(0, 1);
        return layer;
    }
}
