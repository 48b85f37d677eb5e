using Lucarne.Imaging.Volumes;

namespace Lucarne.Learning.Evaluate;

/// <summary>Compares one structure of two label maps on one grid.</summary>
internal static class StructureJudge
{
    /// <summary>The judgement of a structure; what nobody contoured has a predicted volume and nothing else.</summary>
    /// <param name="truth">Labels as contoured, [K, J, I].</param>
    /// <param name="predicted">Labels as the network drew them, on the same grid.</param>
    /// <param name="value">The structure's value.</param>
    /// <param name="known">Whether its truth is known.</param>
    /// <param name="toleranceMm">Of the surface Dice.</param>
    public static StructureJudgement Judge(Volume<byte> truth, Volume<byte> predicted, byte value, bool known, double toleranceMm)
    {
        var agreement = SurfaceDistances.Compare(truth, predicted, value, value, toleranceMm);
        return known
            ? new(agreement.Dice, agreement.Hausdorff95Mm, agreement.SurfaceDice, agreement.TruthMl, agreement.PredictedMl)
            : new(null, null, null, null, agreement.PredictedMl);
    }
}
