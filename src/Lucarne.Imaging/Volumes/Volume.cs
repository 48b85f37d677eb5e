namespace Lucarne.Imaging.Volumes;

/// <summary>A volume: a grid in the patient and a value per voxel, i fastest, then j, then k.</summary>
/// <typeparam name="T">What a voxel holds: <see cref="float"/> or <see cref="short"/> for Hounsfield units, <see cref="byte"/> for labels and masks.</typeparam>
public sealed class Volume<T>
    where T : unmanaged
{
    /// <summary>A volume that owns the voxels it is given.</summary>
    /// <param name="geometry">The grid.</param>
    /// <param name="voxels">A value per voxel, [K, J, I]. Not copied.</param>
    /// <exception cref="ArgumentException">The count of values is not that of the grid's voxels.</exception>
    public Volume(VolumeGeometry geometry, T[] voxels)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        ArgumentNullException.ThrowIfNull(voxels);
        if (voxels.LongLength != geometry.VoxelCount)
            throw new ArgumentException($"{geometry.Columns}×{geometry.Rows}×{geometry.Slices} voxels were expected, not {voxels.LongLength}.", nameof(voxels));
        (Geometry, Voxels) = (geometry, voxels);
    }

    /// <summary>An empty volume: every voxel is the type's zero.</summary>
    public Volume(VolumeGeometry geometry)
        : this(geometry, new T[(geometry ?? throw new ArgumentNullException(nameof(geometry))).VoxelCount])
    {
    }

    /// <summary>The grid.</summary>
    public VolumeGeometry Geometry { get; }

    /// <summary>A value per voxel, [K, J, I].</summary>
    public T[] Voxels { get; }

    /// <summary>The value at column <paramref name="i"/>, row <paramref name="j"/> and slice <paramref name="k"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such voxel.</exception>
    public T this[int i, int j, int k]
    {
        get => Voxels[Offset(i, j, k)];
        set => Voxels[Offset(i, j, k)] = value;
    }

    /// <summary>One slice, [J, I]; writing to it changes the volume.</summary>
    public Span<T> Slice(int k) => Voxels.AsSpan(checked(k * Geometry.SliceLength), Geometry.SliceLength);

    private int Offset(int i, int j, int k)
    {
        if (!Geometry.Holds(i, j, k))
            throw new ArgumentOutOfRangeException(nameof(i), $"({i}, {j}, {k}) is outside {Geometry.Columns}×{Geometry.Rows}×{Geometry.Slices} voxels.");
        return (((k * Geometry.Rows) + j) * Geometry.Columns) + i;
    }
}
