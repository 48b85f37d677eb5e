using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Tests.Volumes;

/// <summary>Grids for property tests, the same for the same seed.</summary>
internal static class RandomGrids
{
    /// <summary>A grid turned any way, of either handedness, with spacings from 0.4 to 4 mm; its axes are square to each other unless it is sheared.</summary>
    internal static VolumeGeometry Any(Random chance, int columns, int rows, int slices, bool isSheared = false)
    {
        var x = Direction(chance);
        var y = x.Cross(Direction(chance)).Normalised();
        var z = x.Cross(y) * (chance.Next(2) == 0 ? 1 : -1);
        if (isSheared)
            z = (z + (y * 0.3)).Normalised();
        double Spacing() => 0.4 + (3.6 * chance.NextDouble());
        var origin = new Vector3d((chance.NextDouble() - 0.5) * 600, (chance.NextDouble() - 0.5) * 600, (chance.NextDouble() - 0.5) * 2000);
        return new VolumeGeometry(columns, rows, slices, origin, x * Spacing(), y * Spacing(), z * Spacing());
    }

    private static Vector3d Direction(Random chance)
    {
        while (true)
        {
            var vector = new Vector3d((chance.NextDouble() * 2) - 1, (chance.NextDouble() * 2) - 1, (chance.NextDouble() * 2) - 1);
            if (vector.Length is > 0.1 and < 1)
                return vector.Normalised();
        }
    }
}
