using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Randomness;

namespace Lucarne.Learning.Tests.Evaluate;

public class AccuracyBootstrapTests
{
    [Fact]
    public void The_generator_gives_the_published_sequence_of_xoshiro256_starstar_seeded_by_splitmix64()
    {
        // SplitMix64 of seed 0 begins e220a8397b1dcdaf 6e789e6aa1b965f4 06c45d188009454f f88bb8a8724c81ec (Vigna's
        // splitmix64.c); xoshiro256** then returns rotl(s1 * 5, 7) * 9 of that state.
        const ulong s1 = 0x6e789e6aa1b965f4;
        var expected = System.Numerics.BitOperations.RotateLeft(unchecked(s1 * 5), 7);
        Assert.Equal(unchecked(expected * 9), new Xoshiro256(0).Next());
    }

    [Fact]
    public void Numbers_below_a_bound_are_evenly_spread()
    {
        var random = new Xoshiro256(1);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++) counts[random.Below(7)]++;
        // Binomial(70000, 1/7): standard deviation 93; five of them either side.
        Assert.All(counts, count => Assert.InRange(count, 10_000 - 465, 10_000 + 465));
    }

    [Fact]
    public void The_interval_of_independent_pictures_is_near_the_normal_approximation()
    {
        // 90 of 100 right: standard error sqrt(0.9 * 0.1 / 100) = 0.03, so about 0.841 to 0.959.
        var predictions = Enumerable.Range(0, 100).Select(i => new Prediction($"{i}", 0, i < 90 ? [0.8, 0.2] : [0.2, 0.8])).ToArray();
        var interval = ClassificationMetrics.Compute(["a", "b"], predictions, seed: 3).AccuracyCi95;
        Assert.InRange(interval.Low, 0.82, 0.86);
        Assert.InRange(interval.High, 0.94, 0.97);
    }

    [Fact]
    public void Pictures_of_one_patient_that_err_together_widen_the_interval()
    {
        // Ten patients of ten pictures, one patient all wrong: the standard error is that of 10 draws, 0.095, not of 100.
        var predictions = Enumerable.Range(0, 100).Select(i => new Prediction($"{i}", 0, i < 90 ? [0.8, 0.2] : [0.2, 0.8], $"patient{i / 10}")).ToArray();
        var grouped = ClassificationMetrics.Compute(["a", "b"], predictions, seed: 3);
        Assert.Equal(new BootstrapSettings("group", 10, 2000, 3), grouped.Bootstrap);
        Assert.InRange(grouped.AccuracyCi95.Low, 0.6, 0.75);
        Assert.Equal(1, grouped.AccuracyCi95.High);
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval_and_another_seed_another()
    {
        var predictions = SyntheticPredictions.Draw(3, 83, seed: 8);
        string Json(ulong seed) => ClassificationMetrics.Compute(SyntheticPredictions.Names(3), predictions, seed).ToJson();
        Assert.Equal(Json(5), Json(5));
        Assert.NotEqual(Json(5), Json(6));
    }

    [Fact]
    public void Quantiles_interpolate_as_NumPy_does() =>
        // numpy.quantile([1, 2, 4, 8], 0.4): position 1.2, so 2 + 0.2 * (4 - 2).
        Assert.Equal(2.4, AccuracyBootstrap.Quantile([1, 2, 4, 8], 0.4), 1e-15);
}
