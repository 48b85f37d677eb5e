namespace Lucarne.Imaging.Volumes;

/// <summary>
/// Where the voxels of a volume lie in the patient: a grid of columns (index i), rows (j) and slices (k), all spacing
/// even. The voxel (i, j, k) has its centre at <c>Origin + i·ColumnStep + j·RowStep + k·SliceStep</c>, in mm, LPS. Voxels
/// are kept with i fastest, then j, then k.
/// </summary>
/// <param name="Columns">Voxels along i, at least 1.</param>
/// <param name="Rows">Voxels along j, at least 1.</param>
/// <param name="Slices">Voxels along k, at least 1.</param>
/// <param name="Origin">Centre of the voxel (0, 0, 0): ImagePositionPatient of the first slice.</param>
/// <param name="ColumnStep">From one column to the next: the first three values of ImageOrientationPatient times the second of PixelSpacing.</param>
/// <param name="RowStep">From one row to the next: the last three values of ImageOrientationPatient times the first of PixelSpacing.</param>
/// <param name="SliceStep">From one slice to the next. Not along the normal where the gantry was tilted.</param>
public sealed record VolumeGeometry(int Columns, int Rows, int Slices, Vector3d Origin, Vector3d ColumnStep, Vector3d RowStep, Vector3d SliceStep)
{
    /// <summary>Voxels of one slice.</summary>
    public int SliceLength => checked(Columns * Rows);

    /// <summary>Voxels of the volume.</summary>
    public long VoxelCount => (long)SliceLength * Slices;

    /// <summary>Distance between the centres of neighbouring columns, in mm.</summary>
    public double ColumnSpacingMm => ColumnStep.Length;

    /// <summary>Distance between the centres of neighbouring rows, in mm.</summary>
    public double RowSpacingMm => RowStep.Length;

    /// <summary>Distance between the planes of neighbouring slices, along their normal, in mm.</summary>
    public double SliceSpacingMm => Math.Abs(SliceStep.Dot(Normal));

    /// <summary>The normal of the slices, of length 1: the column direction cross the row direction.</summary>
    public Vector3d Normal => ColumnStep.Cross(RowStep).Normalised();

    /// <summary>Volume of one voxel, in mL (1 mL is 1000 mm³): the size of the determinant of the three steps.</summary>
    public double VoxelMl => Math.Abs(ColumnStep.Cross(RowStep).Dot(SliceStep)) / 1000;

    /// <summary>The centre of a voxel, or of a place between voxels, in mm, LPS.</summary>
    public Vector3d ToPatient(double i, double j, double k) => Origin + (ColumnStep * i) + (RowStep * j) + (SliceStep * k);

    /// <summary>The voxel coordinates (i, j, k), with fractions, of a point of the patient in mm, LPS.</summary>
    /// <exception cref="InvalidOperationException">The three steps lie in one plane.</exception>
    public Vector3d ToVoxel(Vector3d point)
    {
        // Cramer's rule on Origin + i·c + j·r + k·s = point.
        var (c, r, s, p) = (ColumnStep, RowStep, SliceStep, point - Origin);
        var determinant = c.Cross(r).Dot(s);
        if (determinant == 0 || !double.IsFinite(determinant)) throw new InvalidOperationException("The three steps of the volume lie in one plane.");
        return new Vector3d(p.Cross(r).Dot(s), c.Cross(p).Dot(s), c.Cross(r).Dot(p)) * (1 / determinant);
    }

    /// <summary>Whether a voxel of these whole coordinates exists.</summary>
    public bool Holds(int i, int j, int k) => (uint)i < (uint)Columns && (uint)j < (uint)Rows && (uint)k < (uint)Slices;

    /// <summary>Whether both are the same grid: the same counts, and all corners within <paramref name="toleranceMm"/>.</summary>
    public bool IsSameGrid(VolumeGeometry other, double toleranceMm = 0.01)
    {
        ArgumentNullException.ThrowIfNull(other);
        if ((Columns, Rows, Slices) != (other.Columns, other.Rows, other.Slices)) return false;
        for (var corner = 0; corner < 8; corner++)
        {
            var (i, j, k) = ((corner & 1) * (Columns - 1), ((corner >> 1) & 1) * (Rows - 1), (corner >> 2) * (Slices - 1));
            if (!((ToPatient(i, j, k) - other.ToPatient(i, j, k)).Length <= toleranceMm)) return false;
        }

        return true;
    }
}
