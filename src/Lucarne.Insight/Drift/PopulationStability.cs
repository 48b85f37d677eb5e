using MathNet.Numerics.Distributions;

namespace Lucarne.Insight.Drift;

/// <summary>
/// How far shares have moved: the population stability index, the sum over bins of (a − e) · ln(a / e), where e are the shares that are expected and a
/// those found (Siddiqi, Credit Risk Scorecards, 2006; as a measure of distance Jeffreys 1946). Half a picture is added to every bin on both sides, so
/// that an empty one has a logarithm.
/// </summary>
/// <param name="Index">0 where nothing has moved. By Siddiqi's rule below 0.1 is little, above 0.25 is much.</param>
/// <param name="ByChance">What so few pictures exceed in 5 of 100 draws although nothing has moved: the 95 % quantile of χ² with one degree less than
/// there are bins, times 1/m + 1/n (Yurdakul and Naranjo, Statistical properties of the population stability index, J. Risk Model Validation 14(4), 2020).</param>
public sealed record PopulationStability(double Index, double ByChance)
{
    /// <summary>From here on shares have moved a little, by Siddiqi's rule.</summary>
    public const double Little = 0.1;

    /// <summary>From here on shares have moved much, by Siddiqi's rule.</summary>
    public const double Much = 0.25;

    private const double Half = 0.5;
    private const double Sure = 0.95;

    /// <summary>Whether the shares have moved by the rule, and further than chance moves them.</summary>
    public bool HasMoved => Index >= Little && Index > ByChance;

    /// <summary>Compares counts.</summary>
    /// <param name="expected">Pictures in each bin, at least one altogether.</param>
    /// <param name="found">The same bins, at least one picture altogether.</param>
    /// <exception cref="ArgumentException">There are fewer than two bins, not the same, or no pictures.</exception>
    public static PopulationStability Of(IReadOnlyList<int> expected, IReadOnlyList<int> found)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(found);
        if (expected.Count < 2 || expected.Count != found.Count) throw new ArgumentException($"{expected.Count} bins were expected and {found.Count} found; at least two are needed, the same on both sides.");
        var (before, now) = (expected.Sum(), found.Sum());
        if (before == 0 || now == 0) throw new ArgumentException("There are no pictures on one side; nothing can be compared.");
        var index = 0.0;
        for (var i = 0; i < expected.Count; i++)
        {
            var (e, a) = (Share(expected[i], before, expected.Count), Share(found[i], now, found.Count));
            index += (a - e) * Math.Log(a / e);
        }

        return new(index, ChiSquared.InvCDF(expected.Count - 1, Sure) * ((1.0 / before) + (1.0 / now)));
    }

    private static double Share(int pictures, int all, int bins) => (pictures + Half) / (all + (Half * bins));
}
