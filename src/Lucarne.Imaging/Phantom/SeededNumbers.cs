namespace Lucarne.Imaging;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014): the same numbers
/// from the same seed on every machine and in every version.
/// </summary>
internal sealed class SeededNumbers(ulong seed)
{
    private ulong state = seed;

    internal ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        return Mix(state);
    }

    /// <summary>From 0 up to but without 1.</summary>
    internal double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    internal double Between(double low, double high) => low + ((high - low) * Uniform());

    internal bool Chance(double probability) => Uniform() < probability;

    /// <summary>Mean 0, variance 1: twelve uniforms less six, which needs no function whose last bit may differ by machine.</summary>
    internal double Normal()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
            sum += Uniform();
        return sum;
    }

    /// <summary>A seed for a part of the work, far from its neighbours'.</summary>
    internal static ulong Derive(ulong seed, ulong part) => Mix(seed + (0x9E3779B97F4A7C15 * (part + 1)));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
