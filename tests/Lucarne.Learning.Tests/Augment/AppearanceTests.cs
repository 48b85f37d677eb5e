using Lucarne.Learning.Augment;
using Lucarne.Learning.Randomness;
using Lucarne.Learning.Recipes;
using Lucarne.Torch;

namespace Lucarne.Learning.Tests.Augment;

public sealed class AppearanceTests : IDisposable
{
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Brightness_multiplies_a_picture_by_one_factor_within_the_range()
    {
        var input = Planes.Random(40, 1, 8, 0.2, 0.6);
        var factors = Compare(input, Apply(new AugmentOptions { Brightness = 0.3 }, input), (before, after) => after / before);
        AssertSpread(factors, 0.7, 1.3);
    }

    [Fact]
    public void Contrast_multiplies_the_distance_from_the_mean_by_one_factor_within_the_range()
    {
        var input = Planes.Random(40, 3, 8, 0.3, 0.7);
        var output = Apply(new AugmentOptions { Contrast = 0.4 }, input);
        var factors = new List<double>();
        foreach (var (before, after) in Planes.Pictures(input).Zip(Planes.Pictures(output)))
        {
            var mean = before.Average();
            Assert.Equal(mean, after.Average(), 1e-5);
            var factor = after.Zip(before, (a, b) => (a - mean) * (b - mean)).Sum() / before.Sum(b => (b - mean) * (b - mean));
            Assert.All(after.Zip(before), pair => Assert.Equal(mean + (factor * (pair.Second - mean)), pair.First, 1e-5));
            factors.Add(factor);
        }

        AssertSpread(factors, 0.6, 1.4);
    }

    [Fact]
    public void Gamma_raises_values_to_one_power_within_the_range_and_leaves_black_and_white()
    {
        var input = Planes.Random(40, 1, 8, 0.2, 0.8);
        var powers = Compare(input, Apply(new AugmentOptions { Gamma = 0.5 }, input), (before, after) => Math.Log(after) / Math.Log(before));
        AssertSpread(powers, 1 / 1.5, 1.5);

        var ends = Tensor.From<float>([0, 1, 0, 1], 1, 1, 2, 2);
        Planes.AssertEqual(ends, Apply(new AugmentOptions { Gamma = 0.5 }, ends), 0);
    }

    [Fact]
    public void Noise_has_a_deviation_between_nought_and_the_most_and_no_mean()
    {
        var output = Apply(new AugmentOptions { Noise = 0.1 }, Tensor.Full([64, 1, 64, 64], 0.5));
        var deviations = new List<double>();
        foreach (var picture in Planes.Pictures(output))
        {
            // 4,096 values: five standard errors of the mean are 5 · 0.1 / 64.
            Assert.Equal(0.5, picture.Average(), 0.008);
            deviations.Add(Math.Sqrt(picture.Average(value => (value - 0.5) * (value - 0.5))));
        }

        // Uniform in [0, 0.1]: mean 0.05, standard error 0.0289 / 8 = 0.0036; four of them.
        Assert.Equal(0.05, deviations.Average(), 0.015);
        Assert.InRange(deviations.Max(), 0.08, 0.106);
        Assert.InRange(deviations.Min(), 0, 0.02);
    }

    [Fact]
    public void Noise_differs_between_pictures_and_fills_one_that_is_larger_than_what_is_drawn_ahead()
    {
        // 2,200² is more than the 2²² values that are kept.
        var large = Apply(new AugmentOptions { Noise = 0.1 }, Tensor.Full([1, 1, 2200, 2200], 0.5)).ToArray<float>();
        Assert.All(large.Chunk(2200), row => Assert.True(row.Distinct().Count() > 1000));
        var two = Planes.Pictures(Apply(new AugmentOptions { Noise = 0.1 }, Tensor.Full([2, 1, 64, 64], 0.5)));
        var (left, right) = (two[0].Select(value => value - 0.5).ToArray(), two[1].Select(value => value - 0.5).ToArray());
        var correlation = left.Zip(right, (a, b) => a * b).Sum() / Math.Sqrt(left.Sum(a => a * a) * right.Sum(b => b * b));
        Assert.Equal(0, correlation, 0.08);
    }

    [Fact]
    public void Blur_is_the_gaussian_of_a_sigma_within_the_range_and_keeps_the_mean()
    {
        const int side = 41;
        var dots = new float[20 * side * side];
        for (var i = 0; i < 20; i++) dots[(i * side * side) + (20 * side) + 20] = 1;
        var sigmas = new List<double>();
        foreach (var picture in Planes.Pictures(Apply(new AugmentOptions { Blur = 2 }, Tensor.From<float>(dots, 20, 1, side, side))))
        {
            Assert.Equal(1, picture.Sum(), 1e-5);

            // A dot becomes the kernel: its neighbour holds e^(−1/(2σ²)) of its peak, and the one across e^(−1/σ²).
            var (peak, next, across) = (picture[(20 * side) + 20], picture[(20 * side) + 21], picture[(21 * side) + 21]);
            Assert.Equal((double)next * next / peak, across, 1e-5);
            sigmas.Add(next < 1e-6 ? 0 : Math.Sqrt(-1 / (2 * Math.Log(next / peak))));
        }

        Assert.All(sigmas, sigma => Assert.InRange(sigma, 0, 2));
        Assert.InRange(sigmas.Max(), 1.5, 2);
    }

    [Fact]
    public void Blur_does_not_darken_the_border()
    {
        var even = Tensor.Full([4, 3, 16, 16], 0.8);
        Planes.AssertEqual(even, Apply(new AugmentOptions { Blur = 3 }, even), 1e-5);
    }

    [Fact]
    public void Erasing_replaces_one_rectangle_of_the_right_size_by_the_mean()
    {
        var input = Planes.Random(60, 1, 64);
        foreach (var (before, after) in Planes.Pictures(input).Zip(Planes.Pictures(Apply(new AugmentOptions { Erase = 1 }, input))))
        {
            var erased = Enumerable.Range(0, before.Length).Where(i => Math.Abs(after[i] - before[i]) > 1e-5).ToList();
            var (width, height) = (1 + erased.Max(i => i % 64) - erased.Min(i => i % 64), 1 + erased.Max(i => i / 64) - erased.Min(i => i / 64));

            // A pixel that was the mean before does not show; sides are whole pixels.
            Assert.InRange(erased.Count, (width * height) - 3, width * height);
            Assert.InRange(width * height / 4096.0, 0.018, 0.21);
            Assert.All(erased, i => Assert.Equal(before.Average(), after[i], 1e-5));
        }
    }

    [Fact]
    public void Erasing_strikes_as_often_as_its_probability()
    {
        var input = Planes.Random(400, 1, 16);
        var struck = Planes.Pictures(input).Zip(Planes.Pictures(Apply(new AugmentOptions { Erase = 0.25 }, input))).Count(pair => pair.First.Zip(pair.Second).Any(p => Math.Abs(p.First - p.Second) > 1e-5));

        // Binomial(400, 1/4): 100, standard deviation 8.7; four of them.
        Assert.InRange(struck, 65, 135);
    }

    [Fact]
    public void Everything_together_stays_within_nought_and_one_and_grey_stays_grey()
    {
        var all = new AugmentOptions { Brightness = 0.8, Contrast = 0.8, Gamma = 1, Noise = 0.5, Blur = 2, Erase = 0.5 };
        var grey = Planes.Random(16, 1, 24).Expand(16, 3, 24, 24).Contiguous();
        var output = Apply(all, grey);
        var values = output.ToArray<float>();
        Assert.All(values, value => Assert.InRange(value, 0, 1));
        Assert.Contains(0f, values);
        Assert.Contains(1f, values);
        Planes.AssertEqual(output.Narrow(1, 0, 1), output.Narrow(1, 1, 1), 1e-6);
        Planes.AssertEqual(output.Narrow(1, 0, 1), output.Narrow(1, 2, 1), 1e-6);
    }

    private static Tensor Apply(AugmentOptions options, Tensor input) => new Appearance(options, 1).Apply(input, new Xoshiro256(3));

    /// <summary>A figure that must be the same at every pixel of a picture, for each picture.</summary>
    private static List<double> Compare(Tensor before, Tensor after, Func<double, double, double> figure)
    {
        var figures = new List<double>();
        foreach (var (from, to) in Planes.Pictures(before).Zip(Planes.Pictures(after)))
        {
            var each = from.Zip(to, (a, b) => figure(a, b)).ToList();
            Assert.Equal(each.Min(), each.Max(), 1e-4);
            figures.Add(each[0]);
        }

        return figures;
    }

    private static void AssertSpread(List<double> figures, double low, double high)
    {
        Assert.All(figures, figure => Assert.InRange(figure, low - 1e-4, high + 1e-4));
        Assert.True(figures.Max() > high - (0.2 * (high - low)) && figures.Min() < low + (0.2 * (high - low)));
    }
}
