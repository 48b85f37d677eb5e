using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Phantom.Thorax;

/// <summary>A piece of a vessel, an airway or a bone: all points within a radius of a stretch between two points, in mm.</summary>
internal readonly record struct Tube(Vector3d From, Vector3d To, double RadiusMm)
{
    internal Tube Widened(double byMm) => this with { RadiusMm = RadiusMm + byMm };

    /// <summary>What a slice at a height cuts of it.</summary>
    internal Region At(double z)
    {
        var (a, along, r) = (From, To - From, RadiusMm);
        if (r <= 0 || z < Math.Min(a.Z, To.Z) - r || z > Math.Max(a.Z, To.Z) + r) return Region.None;
        double first = 0, last = 1;
        if (Math.Abs(along.Z) > 1e-9)
        {
            double one = (z - r - a.Z) / along.Z, other = (z + r - a.Z) / along.Z;
            (first, last) = (Math.Clamp(Math.Min(one, other), 0, 1), Math.Clamp(Math.Max(one, other), 0, 1));
        }

        Vector3d start = a + (along * first), end = a + (along * last);
        var length = along.Dot(along);
        return new(Math.Min(start.X, end.X) - r, Math.Min(start.Y, end.Y) - r, Math.Max(start.X, end.X) + r, Math.Max(start.Y, end.Y) + r, (x, y) =>
        {
            var point = new Vector3d(x, y, z) - a;
            var t = length > 0 ? Math.Clamp(point.Dot(along) / length, 0, 1) : 0;
            return (point - (along * t)).Length - r;
        });
    }
}
