using Lucarne.Learning.Split;

namespace Lucarne.Learning.Tests.Split;

public class SplitMix64Tests
{
    [Fact]
    public void The_draws_are_those_of_the_reference_program()
    {
        // First values of Vigna's splitmix64.c (prng.di.unimi.it) with the state 1234567, as listed by Rosetta Code's "Splitmix64".
        var random = new SplitMix64(1234567);
        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            Enumerable.Range(0, 5).Select(_ => random.Next()));
    }

    [Fact]
    public void Numbers_below_a_bound_are_equally_likely()
    {
        // 6,000 draws below 6: 1,000 each, standard deviation √(6000 · 1/6 · 5/6) = 29; four of them either way.
        var random = new SplitMix64(1);
        var times = new int[6];
        for (var i = 0; i < 6000; i++) times[random.Below(6)]++;
        Assert.All(times, count => Assert.InRange(count, 1000 - 116, 1000 + 116));
    }
}
