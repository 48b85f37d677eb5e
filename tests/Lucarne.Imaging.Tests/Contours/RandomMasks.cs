using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Tests.Contours;

/// <summary>Masks for property tests: from single pixels in noise to blobs with holes, reaching the border.</summary>
internal static class RandomMasks
{
    internal static Volume<byte> Any(Random chance, VolumeGeometry grid)
    {
        var mask = new Volume<byte>(grid);
        var (density, blobs) = (chance.NextDouble() * chance.Next(0, 2), chance.Next(0, 6));
        for (var at = 0; at < mask.Voxels.Length; at++)
            mask.Voxels[at] = (byte)(chance.NextDouble() < density ? 1 : 0);
        for (var blob = 0; blob < blobs; blob++)
            Turn(mask, chance, chance.NextDouble() * grid.Columns, chance.NextDouble() * grid.Rows, 1 + (chance.NextDouble() * grid.Columns / 2));
        return mask;
    }

    /// <summary>Turns a disc in every slice over: inside becomes outside, so that overlapping discs make holes.</summary>
    private static void Turn(Volume<byte> mask, Random chance, double x, double y, double radius)
    {
        var flat = 0.5 + chance.NextDouble();
        for (var k = 0; k < mask.Geometry.Slices; k++)
        {
            for (var j = 0; j < mask.Geometry.Rows; j++)
            {
                for (var i = 0; i < mask.Geometry.Columns; i++)
                {
                    if (((i - x) * (i - x)) + ((j - y) * (j - y) * flat) < radius * radius)
                        mask[i, j, k] ^= 1;
                }
            }
        }
    }
}
