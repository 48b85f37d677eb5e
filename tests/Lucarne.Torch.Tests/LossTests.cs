using Lucarne.Torch.Tests.Modules;

namespace Lucarne.Torch.Tests;

public sealed class LossTests : IDisposable
{
    private static readonly long[] Classes = [2, 0, 1, 1];
    private readonly TensorScope _scope = new();

    public LossTests() => Runtime.Seed(11);

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(false, 0.1)]
    [InlineData(true, 0.1)]
    public void Gradient_of_cross_entropy(bool weighted, double smoothing)
    {
        var (logits, target, weights) = (GradientCheck.Leaf(1, 4, 3), Tensor.From<long>(Classes, 4), Tensor.From<double>([0.5, 1, 3], 3));
        GradientCheck.Compare(() => logits.CrossEntropy(target, weighted ? weights : null, smoothing), logits);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    public void Gradient_of_cross_entropy_with_soft_targets(double smoothing)
    {
        var logits = GradientCheck.Leaf(1, 2, 3);
        var target = Tensor.From<double>([0.2, 0.3, 0.5, 1, 0, 0], 2, 3);
        GradientCheck.Compare(() => logits.CrossEntropy(target, Tensor.From<double>([0.5, 1, 3], 3), smoothing), logits);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradient_of_binary_cross_entropy(bool weighted)
    {
        var (logits, target) = (GradientCheck.Leaf(2, 2, 3), Tensor.From<double>([1, 0, 1, 0, 0.3, 1], 2, 3));
        GradientCheck.Compare(() => logits.BinaryCrossEntropy(target, weighted ? Tensor.From<double>([1, 2, 5], 3) : null), logits);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Gradient_of_sampling_by_an_affine_matrix(int padding)
    {
        var picture = GradientCheck.Leaf(1, 1, 2, 5, 4);
        var matrix = Tensor.From<double>([0.83, -0.31, 0.113, 0.27, 0.91, -0.207], 1, 2, 3);
        matrix.RequiresGrad = true;
        GradientCheck.Compare(() => picture.GridSample(matrix.AffineGrid([1, 2, 4, 3]), padding), picture, matrix);
    }

    [Fact]
    public void The_identity_matrix_samples_the_picture_itself()
    {
        var picture = Tensor.Randn([1, 2, 5, 4]);
        var sampled = picture.GridSample(Tensor.From<float>([1, 0, 0, 0, 1, 0], 1, 2, 3).AffineGrid([1, 2, 5, 4]));
        Assert.All(picture.ToArray<float>().Zip(sampled.ToArray<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void Weighted_cross_entropy_is_the_weighted_mean_over_the_weights()
    {
        // Uniform logits: −log softmax = log 3 for each class, so any weighted mean is log 3; then one certain answer of weight 3
        // with loss log(1 + 2 / e²) among weights 3 + 1.
        var weights = Tensor.From<double>([1, 1, 3], 3);
        Assert.Equal(Math.Log(3), Tensor.Zeros([4, 3], ScalarType.Float64).CrossEntropy(Tensor.From<long>(Classes, 4), weights).Item(), 1e-12);
        var logits = Tensor.From<double>([0, 0, 2, 0, 0, 0], 2, 3);
        var expected = ((3 * Math.Log(1 + (2 / Math.Exp(2)))) + Math.Log(3)) / 4;
        Assert.Equal(expected, logits.CrossEntropy(Tensor.From<long>([2, 0], 2), weights).Item(), 1e-12);
    }

    [Fact]
    public void Label_smoothing_spreads_its_part_over_all_classes()
    {
        // −Σ q log p with q = 0.9 + 0.1 / 2 and 0.1 / 2, p = softmax(1, 0).
        var (right, wrong) = (-Math.Log(1 / (1 + Math.Exp(-1))), -Math.Log(1 / (1 + Math.Exp(1))));
        var loss = Tensor.From<double>([1, 0], 1, 2).CrossEntropy(Tensor.From<long>([0], 1), labelSmoothing: 0.1).Item();
        Assert.Equal((0.95 * right) + (0.05 * wrong), loss, 1e-12);
    }
}
