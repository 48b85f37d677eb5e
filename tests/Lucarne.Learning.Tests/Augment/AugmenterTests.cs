using Lucarne.Learning.Augment;
using Lucarne.Learning.Load;
using Lucarne.Learning.Recipes;
using Lucarne.Torch;

namespace Lucarne.Learning.Tests.Augment;

public sealed class AugmenterTests : IDisposable
{
    private static readonly AugmentOptions All = new()
    {
        RandomResizedCrop = new CropRange(new NumberRange(0.6, 1), new NumberRange(0.9, 1.1)),
        HorizontalFlip = true,
        RotationDegrees = 10,
        ShearDegrees = 5,
        Translate = 0.05,
        Brightness = 0.2,
        Contrast = 0.2,
        Gamma = 0.2,
        Noise = 0.05,
        Blur = 1,
        Erase = 0.3,
        Mixup = 0.2,
        Cutmix = 1,
    };

    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_batch_is_the_same_whenever_it_is_made_and_differs_from_every_other()
    {
        var forwards = Enumerable.Range(0, 4).Select(n => Make(new(All, 14, ZeroOne, 9), n / 2, n % 2)).ToList();
        var augmenter = new Augmenter(All, 14, ZeroOne, 9);
        var backwards = Enumerable.Range(0, 4).Reverse().Select(n => Make(augmenter, n / 2, n % 2)).Reverse().ToList();
        foreach (var (left, right) in forwards.Zip(backwards))
        {
            Assert.Equal(left.Input.ToArray<float>(), right.Input.ToArray<float>());
            Assert.Equal(left.Mix!.Weights, right.Mix!.Weights);
            Assert.Equal(left.Mix.Partners, right.Mix.Partners);
        }

        Assert.Equal(4, forwards.Select(batch => batch.Input.ToArray<float>().Sum()).Distinct().Count());
        Assert.NotEqual(forwards[0].Input.ToArray<float>(), Make(new(All, 14, ZeroOne, 10), 0, 0).Input.ToArray<float>());
    }

    [Fact]
    public void Values_stay_within_nought_and_one_before_they_are_normalised()
    {
        var batch = Make(new(All, 14, ZeroOne, 3), 0, 0);
        Assert.Equal([8, 3, 14, 14], batch.Input.Shape);
        Assert.All(batch.Input.ToArray<float>(), value => Assert.InRange(value, 0, 1));
    }

    [Fact]
    public void Without_augmentation_a_batch_is_the_pictures_over_255()
    {
        var augmenter = new Augmenter(new AugmentOptions(), 14, ZeroOne, 1);
        Assert.Equal(14, augmenter.StoredSide);
        var bytes = Bytes(14);
        using var batch = augmenter.Make(bytes, new int[8], 0, 0);
        Assert.Null(batch.Mix);
        Assert.All(batch.Input.ToArray<float>().Zip(bytes.ToArray<byte>()), pair => Assert.Equal(pair.Second / 255.0, pair.First, 1e-6));
    }

    [Fact]
    public void Pictures_that_will_be_moved_are_kept_a_little_larger()
    {
        // 224 · 256 / 224.
        Assert.Equal(256, new Augmenter(new AugmentOptions { RotationDegrees = 1 }, 224, ZeroOne, 1).StoredSide);
        Assert.Equal(224, new Augmenter(new AugmentOptions { Noise = 0.1 }, 224, ZeroOne, 1).StoredSide);
    }

    [Theory]
    [InlineData(Normalisation.Symmetric, 3, new[] { -1.0, -1, -1 }, new[] { 1.0, 1, 1 })]
    [InlineData(Normalisation.Imagenet, 3, new[] { -0.485 / 0.229, -0.456 / 0.224, -0.406 / 0.225 }, new[] { 0.515 / 0.229, 0.544 / 0.224, 0.594 / 0.225 })]
    [InlineData(Normalisation.Imagenet, 1, new[] { -0.449 / 0.226 }, new[] { 0.551 / 0.226 })]
    public void Black_and_white_become_what_the_figures_say(Normalisation kind, int channels, double[] black, double[] white)
    {
        var normaliser = Normaliser.Of(kind, channels);
        Assert.All(normaliser.Apply(Tensor.Zeros([1, channels, 1, 1])).ToArray<float>().Zip(black), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
        Assert.All(normaliser.Apply(Tensor.Ones([1, channels, 1, 1])).ToArray<float>().Zip(white), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
    }

    [Fact]
    public void Z_scores_have_mean_nought_and_deviation_one_in_each_picture_and_an_even_picture_is_nought()
    {
        var normaliser = Normaliser.Of(Normalisation.ZScore, 3);
        foreach (var picture in Planes.Pictures(normaliser.Apply(Planes.Random(4, 3, 12, 0.2, 0.4))))
        {
            Assert.Equal(0, picture.Average(), 1e-4);
            Assert.Equal(1, picture.Average(value => value * value), 1e-3);
        }

        Assert.All(normaliser.Apply(Tensor.Full([1, 3, 4, 4], 0.3)).ToArray<float>(), value => Assert.Equal(0, value, 0.1));
    }

    private static Normaliser ZeroOne => Normaliser.Of(Normalisation.ZeroOne, 3);

    private static Batch Make(Augmenter augmenter, int epoch, int number) => augmenter.Make(Bytes(augmenter.StoredSide), new int[8], epoch, number);

    private static Tensor Bytes(int side) => (Planes.Random(8, 3, side) * 255).To(ScalarType.UInt8);
}
