using Lucarne.Imaging.Volumes;

namespace Lucarne.Learning.Evaluate;

/// <summary>Compares one structure of two label maps on one grid.</summary>
internal static class StructureJudge
{
    /// <summary>The score of a structure; what nobody contoured has a predicted volume and nothing else.</summary>
    /// <param name="truth">Labels as contoured, [K, J, I].</param>
    /// <param name="predicted">Labels as the network drew them, on the same grid.</param>
    /// <param name="value">The structure's value.</param>
    /// <param name="known">Whether its truth is known.</param>
    /// <param name="toleranceMm">Of the surface Dice.</param>
    public static StructureScore Score(Volume<byte> truth, Volume<byte> predicted, byte value, bool known, double toleranceMm)
    {
        var (common, own, drawn) = (0L, 0L, 0L);
        for (var i = 0; i < truth.Voxels.Length; i++)
        {
            var (a, b) = (truth.Voxels[i] == value, predicted.Voxels[i] == value);
            if (a) own++;
            if (b) drawn++;
            if (a && b) common++;
        }

        var voxelMl = truth.Geometry.VoxelMl;
        if (!known || own == 0) return new(null, null, null, known ? 0 : null, drawn * voxelMl);
        var dice = 2.0 * common / (own + drawn);
        return new(dice, null, drawn == 0 ? 0 : null, own * voxelMl, drawn * voxelMl);
    }
}
