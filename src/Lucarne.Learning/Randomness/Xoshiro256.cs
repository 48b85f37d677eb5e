using System.Numerics;

namespace Lucarne.Learning.Randomness;

/// <summary>
/// xoshiro256** 1.0 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021), its 256-bit state
/// filled by SplitMix64 (Steele, Lea and Flood 2014) from one seed. Written out here because System.Random promises no sequence across .NET
/// versions, and an interval in a run must come out the same years later.
/// </summary>
internal sealed class Xoshiro256
{
    private ulong _s0, _s1, _s2, _s3;

    public Xoshiro256(ulong seed)
    {
        _s0 = SplitMix64(ref seed);
        _s1 = SplitMix64(ref seed);
        _s2 = SplitMix64(ref seed);
        _s3 = SplitMix64(ref seed);
    }

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A whole number in [0, bound), every one equally likely (Lemire 2019, with rejection).</summary>
    public int Below(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var range = (ulong)bound;
        var threshold = (0 - range) % range;
        while (true)
        {
            var high = Math.BigMul(Next(), range, out var low);
            if (low >= threshold) return (int)high;
        }
    }

    /// <summary>One generator for each of many things that are numbered (epoch, batch), whatever order they are drawn in.</summary>
    public static Xoshiro256 For(int seed, params ReadOnlySpan<int> numbers)
    {
        var state = (ulong)(uint)seed;
        foreach (var number in numbers)
        {
            state = SplitMix64(ref state) ^ (ulong)(uint)number;
        }

        return new(SplitMix64(ref state));
    }

    /// <summary>A real number in [0, 1): the upper 53 bits.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A real number in [low, high).</summary>
    public double Between(double low, double high) => low + ((high - low) * Unit());

    /// <summary>A draw of the standard normal distribution (Box and Muller 1958).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Unit())) * Math.Cos(2 * Math.PI * Unit());

    /// <summary>A draw of Beta(α, α), as the quotient of gamma draws.</summary>
    public double Beta(double alpha)
    {
        var (left, right) = (Gamma(alpha), Gamma(alpha));
        return left + right > 0 ? left / (left + right) : 0.5;
    }

    /// <summary>Puts items in a random order (Fisher and Yates), every order equally likely.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>Gamma(shape, 1) (Marsaglia and Tsang 2000; below one, a draw for shape + 1 times a power of a uniform one).</summary>
    internal double Gamma(double shape)
    {
        if (shape < 1) return Gamma(shape + 1) * Math.Pow(1 - Unit(), 1 / shape);
        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var normal = Normal();
            var v = Math.Pow(1 + (c * normal), 3);
            if (v > 0 && Math.Log(1 - Unit()) < (0.5 * normal * normal) + d - (d * v) + (d * Math.Log(v))) return d * v;
        }
    }

    private static ulong SplitMix64(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
