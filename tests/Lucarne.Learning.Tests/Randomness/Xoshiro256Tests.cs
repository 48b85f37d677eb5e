using System.Numerics;
using Lucarne.Learning.Randomness;

namespace Lucarne.Learning.Tests.Randomness;

public class Xoshiro256Tests
{
    [Fact]
    public void The_draws_are_those_of_the_reference_program()
    {
        // The test follows Blackman and Vigna's xoshiro256starstar.c and Vigna's splitmix64.c line by line, with an array for the state.
        var (state, seed) = (new ulong[4], 42UL);
        for (var i = 0; i < 4; i++)
        {
            var z = seed += 0x9e3779b97f4a7c15;
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
            z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
            state[i] = z ^ (z >> 31);
        }

        var random = new Xoshiro256(42);
        for (var i = 0; i < 1000; i++) Assert.Equal(Reference(state), random.Next());
    }

    [Fact]
    public void The_seeding_is_that_of_the_published_splitmix64()
    {
        // Rosetta Code's "Splitmix64" lists for the state 1234567: 6457827717110365317 3203168211198807973 9817491932198370423
        // 4593380528125082431; they fill the state.
        ulong[] state = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431];
        var random = new Xoshiro256(1234567);
        for (var i = 0; i < 10; i++) Assert.Equal(Reference(state), random.Next());
    }

    [Fact]
    public void Normal_draws_have_the_moments_of_the_normal_distribution()
    {
        var random = new Xoshiro256(7);
        var draws = Enumerable.Range(0, 200_000).Select(_ => random.Normal()).ToArray();

        // Standard errors with n = 200,000: mean 1/√n = 0.0022, variance √(2/n) = 0.0032, fourth moment √(96/n) = 0.022; five of each.
        Assert.Equal(0, draws.Average(), 0.011);
        Assert.Equal(1, draws.Average(x => x * x), 0.016);
        Assert.Equal(3, draws.Average(x => x * x * x * x), 0.11);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(1.0)]
    [InlineData(4.5)]
    public void Gamma_draws_have_their_shape_as_mean_and_as_variance(double shape)
    {
        var random = new Xoshiro256(8);
        var draws = Enumerable.Range(0, 100_000).Select(_ => random.Gamma(shape)).ToArray();
        var mean = draws.Average();

        // Standard errors with n = 100,000: mean √(k/n), variance √((2k² + 6k)/n); five of each.
        Assert.Equal(shape, mean, 5 * Math.Sqrt(shape / 1e5));
        Assert.Equal(shape, draws.Average(x => (x - mean) * (x - mean)), 5 * Math.Sqrt(((2 * shape * shape) + (6 * shape)) / 1e5));
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1.0)]
    [InlineData(3.0)]
    public void Beta_draws_are_symmetric_with_the_variance_of_the_formula(double alpha)
    {
        var random = new Xoshiro256(9);
        var draws = Enumerable.Range(0, 100_000).Select(_ => random.Beta(alpha)).ToArray();

        // Beta(α, α) has mean 1/2 and variance 1 / (4 (2α + 1)); (x − 1/2)² is at most 1/4, so five standard errors are below 0.004.
        Assert.All(draws, x => Assert.InRange(x, 0, 1));
        Assert.Equal(0.5, draws.Average(), 0.008);
        Assert.Equal(1 / (4 * ((2 * alpha) + 1)), draws.Average(x => (x - 0.5) * (x - 0.5)), 0.004);
    }

    [Fact]
    public void Every_order_of_four_things_is_equally_likely()
    {
        var random = new Xoshiro256(10);
        var orders = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < 24_000; i++)
        {
            var items = "abcd".ToCharArray();
            random.Shuffle<char>(items);
            orders[new string(items)] = orders.GetValueOrDefault(new string(items)) + 1;
        }

        // 24 orders, 1,000 times each; standard deviation √(24000 · 1/24 · 23/24) = 31, five of them either way.
        Assert.Equal(24, orders.Count);
        Assert.All(orders.Values, count => Assert.InRange(count, 1000 - 155, 1000 + 155));
    }

    [Fact]
    public void Numbered_generators_differ_from_each_other_and_repeat_themselves()
    {
        int[][] numbers = [[], [0], [1], [0, 0], [0, 1], [1, 0], [0, -1], [-1, 0], [1, 1]];
        var first = numbers.Select(each => Xoshiro256.For(3, each).Next()).ToArray();
        Assert.Equal(numbers.Length, first.Distinct().Count());
        Assert.Equal(first, numbers.Select(each => Xoshiro256.For(3, each).Next()));
        Assert.Empty(first.Intersect(numbers.Select(each => Xoshiro256.For(4, each).Next())));
    }

    private static ulong Reference(ulong[] s)
    {
        var result = BitOperations.RotateLeft(s[1] * 5, 7) * 9;
        var t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = BitOperations.RotateLeft(s[3], 45);
        return result;
    }
}
