namespace Lucarne.Imaging.Volumes;

/// <summary>
/// Between NIfTI's orientation, in RAS (x to the patient's right, y to the front, z to the head), and a volume's grid, in
/// LPS: the first two coordinates change their sign. The rules are those of nifti1.h, "3D IMAGE (VOLUME) ORIENTATION AND
/// LOCATION IN SPACE", and of nibabel where it leaves a choice.
/// </summary>
internal static class NiftiAffine
{
    /// <summary>Axes further from square than this (the cosine between them) have no qform.</summary>
    private const double ShearTolerance = 1e-5;

    /// <summary>
    /// The grid that a header describes: by its sform where sform_code is not 0, else by its qform where qform_code is
    /// not 0, else, as nibabel does, with x mirrored and the middle of the grid at the origin.
    /// </summary>
    /// <returns>The grid, or why there is none.</returns>
    internal static (VolumeGeometry? Geometry, string Why) ToGeometry(NiftiHeader header, int columns, int rows, int slices)
    {
        if (header.AffineCode == 0 && header.QuaternionCode != 0 && header.PixelSpacing.Skip(1).Any(spacing => !(spacing > 0)))
            return (null, FormattableString.Invariant($"its voxel spacings are {header.PixelSpacing[1]}, {header.PixelSpacing[2]} and {header.PixelSpacing[3]}, where positive numbers are expected"));
        var (x, y, z, origin) = header.AffineCode != 0 ? FromAffine(header.Affine)
            : header.QuaternionCode != 0 ? FromQuaternion(header)
            : FromSpacing(header, columns, rows, slices);
        var unitMm = header.UnitCode switch { 1 => 1000, 3 => 0.001, _ => 1.0 };
        var geometry = new VolumeGeometry(columns, rows, slices, Mirror(origin, unitMm), Mirror(x, unitMm), Mirror(y, unitMm), Mirror(z, unitMm));
        var corner = geometry.ToPatient(columns, rows, slices);
        return double.IsFinite(corner.Length) && double.IsFinite(geometry.Origin.Length) && double.IsNormal(geometry.VoxelMl)
            ? (geometry, "")
            : (null, "its affine gives its voxels no volume, so nobody can say where they lie");
    }

    /// <summary>The three rows of four of a grid's sform.</summary>
    internal static double[] ToAffine(VolumeGeometry geometry)
    {
        Vector3d c = geometry.ColumnStep, r = geometry.RowStep, s = geometry.SliceStep, o = geometry.Origin;
        return [-c.X, -r.X, -s.X, -o.X, -c.Y, -r.Y, -s.Y, -o.Y, c.Z, r.Z, s.Z, o.Z];
    }

    /// <summary>qfac and the three numbers of the unit quaternion of a grid, or null where its axes are not square to each other.</summary>
    internal static (double Factor, double B, double C, double D)? ToQuaternion(VolumeGeometry geometry)
    {
        Vector3d x = Mirror(geometry.ColumnStep, 1).Normalised(), y = Mirror(geometry.RowStep, 1).Normalised(), z = Mirror(geometry.SliceStep, 1).Normalised();
        if (Math.Abs(x.Dot(y)) > ShearTolerance || Math.Abs(x.Dot(z)) > ShearTolerance || Math.Abs(y.Dot(z)) > ShearTolerance)
            return null;
        var factor = x.Cross(y).Dot(z) > 0 ? 1.0 : -1.0;
        // What is left of a shear is shared out before the axes become a rotation.
        y = (y - (x * x.Dot(y))).Normalised();
        var (b, c, d) = RotationQuaternion(x, y, x.Cross(y));
        return (factor, b, c, d);
    }

    private static (Vector3d X, Vector3d Y, Vector3d Z, Vector3d Origin) FromAffine(double[] a) =>
        (new(a[0], a[4], a[8]), new(a[1], a[5], a[9]), new(a[2], a[6], a[10]), new(a[3], a[7], a[11]));

    /// <summary>nifti1.h, "METHOD 2": R from a, b, c, d with a = √(1 − b² − c² − d²), its columns times the spacings, the last times qfac too.</summary>
    private static (Vector3d X, Vector3d Y, Vector3d Z, Vector3d Origin) FromQuaternion(NiftiHeader header)
    {
        double b = header.Quaternion[0], c = header.Quaternion[1], d = header.Quaternion[2];
        var rest = 1 - ((b * b) + (c * c) + (d * d));
        var a = rest > 0 ? Math.Sqrt(rest) : 0;
        if (rest < 0)
        {
            // Rounding to single precision made it longer than 1.
            var length = Math.Sqrt(1 - rest);
            (b, c, d) = (b / length, c / length, d / length);
        }

        double i = header.PixelSpacing[1], j = header.PixelSpacing[2], k = header.PixelSpacing[3] * (header.PixelSpacing[0] == -1 ? -1 : 1);
        return (
            new Vector3d((a * a) + (b * b) - (c * c) - (d * d), 2 * ((b * c) + (a * d)), 2 * ((b * d) - (a * c))) * i,
            new Vector3d(2 * ((b * c) - (a * d)), (a * a) + (c * c) - (b * b) - (d * d), 2 * ((c * d) + (a * b))) * j,
            new Vector3d(2 * ((b * d) + (a * c)), 2 * ((c * d) - (a * b)), (a * a) + (d * d) - (b * b) - (c * c)) * k,
            new Vector3d(header.Quaternion[3], header.Quaternion[4], header.Quaternion[5]));
    }

    private static (Vector3d X, Vector3d Y, Vector3d Z, Vector3d Origin) FromSpacing(NiftiHeader header, int columns, int rows, int slices)
    {
        double i = -header.PixelSpacing[1], j = header.PixelSpacing[2], k = header.PixelSpacing[3];
        var middle = new Vector3d((columns - 1) / 2.0 * i, (rows - 1) / 2.0 * j, (slices - 1) / 2.0 * k);
        return (new(i, 0, 0), new(0, j, 0), new(0, 0, k), middle * -1);
    }

    /// <summary>b, c and d of the rotation whose columns are x, y and z, a not negative; by the largest of the four so that none is lost to rounding.</summary>
    private static (double B, double C, double D) RotationQuaternion(Vector3d x, Vector3d y, Vector3d z)
    {
        double a2 = 1 + x.X + y.Y + z.Z, b2 = 1 + x.X - y.Y - z.Z, c2 = 1 - x.X + y.Y - z.Z, d2 = 1 - x.X - y.Y + z.Z;
        var (a, b, c, d) = a2 >= 1 ? (a2, y.Z - z.Y, z.X - x.Z, x.Y - y.X)
            : b2 >= c2 && b2 >= d2 ? (y.Z - z.Y, b2, y.X + x.Y, z.X + x.Z)
            : c2 >= d2 ? (z.X - x.Z, y.X + x.Y, c2, z.Y + y.Z)
            : (x.Y - y.X, z.X + x.Z, z.Y + y.Z, d2);
        var scale = Math.CopySign(1 / Math.Sqrt((a * a) + (b * b) + (c * c) + (d * d)), a);
        return (b * scale, c * scale, d * scale);
    }

    private static Vector3d Mirror(Vector3d point, double factor) => new(-point.X * factor, -point.Y * factor, point.Z * factor);
}
