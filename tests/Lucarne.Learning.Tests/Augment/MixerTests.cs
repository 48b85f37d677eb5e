using Lucarne.Learning.Augment;
using Lucarne.Learning.Randomness;
using Lucarne.Learning.Recipes;
using Lucarne.Torch;

namespace Lucarne.Learning.Tests.Augment;

public sealed class MixerTests : IDisposable
{
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Mixup_adds_the_partner_by_what_the_weight_leaves()
    {
        var input = Planes.Random(16, 2, 6);
        var (output, mix) = Mixer.Apply(input, new AugmentOptions { Mixup = 0.5 }, new Xoshiro256(1));
        var (before, after) = (Planes.Pictures(input), Planes.Pictures(output));
        for (var i = 0; i < 16; i++)
        {
            var (own, other) = (mix!.Weights[i], before[mix.Partners[i]]);
            Assert.All(Enumerable.Range(0, 72), p => Assert.Equal((own * before[i][p]) + ((1 - own) * other[p]), after[i][p], 1e-6));
        }

        Assert.Equal(Enumerable.Range(0, 16), mix!.Partners.Order());
        Assert.True(mix.Weights.Distinct().Count() == 16);
    }

    [Fact]
    public void Cutmix_takes_a_rectangle_from_the_partner_and_its_weight_is_what_is_left()
    {
        // Each picture has a value of its own, so that every pixel tells whose it is.
        const int side = 20;
        var input = Tensor.From<float>([.. Enumerable.Range(0, 16 * side * side).Select(i => i / (side * side) / 16f)], 16, 1, side, side);
        var (output, mix) = Mixer.Apply(input, new AugmentOptions { Cutmix = 1 }, new Xoshiro256(2));
        foreach (var (picture, i) in Planes.Pictures(output).Select((picture, i) => (picture, i)))
        {
            var foreign = Enumerable.Range(0, side * side).Where(p => Math.Abs(picture[p] - (i / 16f)) > 1e-6).ToList();
            Assert.All(foreign, p => Assert.Equal(mix!.Partners[i] / 16f, picture[p], 1e-6));
            if (mix!.Partners[i] == i) continue;
            Assert.Equal(1 - (foreign.Count / 400.0), mix.Weights[i], 1e-12);
            if (foreign.Count == 0) continue;
            var (width, height) = (1 + foreign.Max(p => p % side) - foreign.Min(p => p % side), 1 + foreign.Max(p => p / side) - foreign.Min(p => p / side));
            Assert.Equal(width * height, foreign.Count);
        }
    }

    [Fact]
    public void Where_both_are_asked_for_batches_are_cut_or_blended_half_and_half()
    {
        var input = Tensor.From<float>([.. Enumerable.Range(0, 4 * 64).Select(i => (float)(i / 64 % 2))], 4, 1, 8, 8);
        var cut = 0;
        for (ulong seed = 0; seed < 100; seed++)
        {
            var (output, _) = Mixer.Apply(input, new AugmentOptions { Mixup = 1, Cutmix = 1 }, new Xoshiro256(seed));
            if (output.ToArray<float>().All(value => value is 0 or 1)) cut++;
        }

        // Binomial(100, 1/2), standard deviation 5; and in one batch of six no black picture meets a white one, blended or not.
        Assert.InRange(cut, 30, 80);
    }

    [Fact]
    public void Without_either_nothing_is_mixed()
    {
        var input = Planes.Random(4, 1, 4);
        var (output, mix) = Mixer.Apply(input, new AugmentOptions(), new Xoshiro256(1));
        Assert.Null(mix);
        Assert.Same(input, output);
    }
}
