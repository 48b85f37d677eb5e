using Lucarne.Imaging.Contours;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Tests.Contours;

/// <summary>Contours and masks for tests, drawn in pixels.</summary>
internal static class Drawn
{
    /// <summary>16 columns, 12 rows, 3 slices of 1 mm: a millimetre is a pixel.</summary>
    internal static VolumeGeometry Grid { get; } = new(16, 12, 3, default, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1));

    /// <summary>A polygon through voxel coordinates of a grid.</summary>
    internal static PlanarContour Polygon(VolumeGeometry grid, double k, params (double I, double J)[] corners) =>
        new([.. corners.Select(corner => grid.ToPatient(corner.I, corner.J, k))]);

    /// <summary>A rectangle through voxel coordinates.</summary>
    internal static PlanarContour Box(double left, double top, double right, double bottom, double k = 0) =>
        Polygon(Grid, k, (left, top), (right, top), (right, bottom), (left, bottom));

    /// <summary>A slice as text, a row a line: # inside, · outside.</summary>
    internal static string[] Rows(Volume<byte> mask, int k) =>
        [.. mask.Slice(k).ToArray().Chunk(mask.Geometry.Columns).Select(row => string.Concat(row.Select(voxel => voxel == 0 ? '·' : '#')))];

    /// <summary>A polygon with corners anywhere, crossing itself as it likes; some corners on pixel centres and some edges along rows.</summary>
    internal static (double I, double J)[] AnyPolygon(Random chance, int columns, int rows)
    {
        var corners = new (double I, double J)[chance.Next(3, 12)];
        for (var i = 0; i < corners.Length; i++)
        {
            var (x, y) = ((chance.NextDouble() * (columns + 6)) - 3, (chance.NextDouble() * (rows + 6)) - 3);
            corners[i] = chance.Next(3) == 0 ? (x, y) : (Math.Round(x), Math.Round(y));
            if (i > 0 && chance.Next(4) == 0)
                corners[i].J = corners[i - 1].J;
        }

        return corners;
    }
}
