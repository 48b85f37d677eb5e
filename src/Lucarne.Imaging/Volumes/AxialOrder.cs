namespace Lucarne.Imaging.Volumes;

/// <summary>
/// The axes of a volume taken so that columns run to the patient's left, rows to the back and slices to the head, each as nearly as
/// its grid allows. No voxel is resampled: axes are exchanged and turned round, and <see cref="Undo"/> puts them back. A sagittal series,
/// or a NIfTI file whose first axis runs to the right, is then read as an axial one is.
/// </summary>
public sealed class AxialOrder
{
    // For each axis of the axial volume: the axis of the original it is, and whether it runs the other way.
    private readonly int[] axes;
    private readonly bool[] turned;

    /// <summary>The order for a grid.</summary>
    public AxialOrder(VolumeGeometry original)
    {
        ArgumentNullException.ThrowIfNull(original);
        Original = original;
        Vector3d[] steps = [original.ColumnStep, original.RowStep, original.SliceStep];
        axes = Nearest(steps);
        turned = [.. axes.Select((axis, target) => Part(steps[axis], target) < 0)];
        IsIdentity = axes.SequenceEqual([0, 1, 2]) && !turned.Contains(true);
        Axial = IsIdentity ? original : Reordered(steps);
    }

    /// <summary>The grid as it came.</summary>
    public VolumeGeometry Original { get; }

    /// <summary>The same voxels' grid, columns to the left, rows to the back, slices to the head.</summary>
    public VolumeGeometry Axial { get; }

    /// <summary>Whether the volume is in axial order already.</summary>
    public bool IsIdentity { get; }

    /// <summary>The volume in axial order; itself where it is so already.</summary>
    public Volume<T> Apply<T>(Volume<T> volume)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(volume);
        if (IsIdentity) return volume;
        var (from, to) = (volume.Voxels, new T[volume.Voxels.Length]);
        ForEachRow((start, step, target) =>
        {
            for (var i = 0; i < Axial.Columns; i++) to[target + i] = from[start + (step * i)];
        });
        return new Volume<T>(Axial, to);
    }

    /// <summary>A volume in axial order in the order of the original; itself where that is the same.</summary>
    public Volume<T> Undo<T>(Volume<T> axial)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(axial);
        if (IsIdentity) return axial;
        var (from, to) = (axial.Voxels, new T[axial.Voxels.Length]);
        ForEachRow((start, step, target) =>
        {
            for (var i = 0; i < Axial.Columns; i++) to[start + (step * i)] = from[target + i];
        });
        return new Volume<T>(Original, to);
    }

    /// <summary>The assignment of axes whose steps run most nearly along left, back and head.</summary>
    private static int[] Nearest(Vector3d[] steps)
    {
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        return orders.MaxBy(order => order.Select((axis, target) => Math.Abs(Part(steps[axis], target)) / steps[axis].Length).Sum())!;
    }

    private static double Part(Vector3d step, int target) => target switch { 0 => step.X, 1 => step.Y, _ => step.Z };

    private VolumeGeometry Reordered(Vector3d[] steps)
    {
        int[] counts = [Original.Columns, Original.Rows, Original.Slices];
        var origin = Original.Origin;
        for (var target = 0; target < 3; target++)
            if (turned[target]) origin += steps[axes[target]] * (counts[axes[target]] - 1);
        Vector3d Step(int target) => steps[axes[target]] * (turned[target] ? -1 : 1);
        return new(counts[axes[0]], counts[axes[1]], counts[axes[2]], origin, Step(0), Step(1), Step(2));
    }

    /// <summary>Calls with the original's index of each axial row's first voxel, the step along the row there, and the row's axial index.</summary>
    private void ForEachRow(Action<int, int, int> row)
    {
        int[] strides = [1, Original.Columns, Original.SliceLength];
        int[] counts = [Original.Columns, Original.Rows, Original.Slices];
        int Step(int target) => strides[axes[target]] * (turned[target] ? -1 : 1);
        var origin = 0;
        for (var target = 0; target < 3; target++)
            if (turned[target]) origin += strides[axes[target]] * (counts[axes[target]] - 1);
        Parallel.For(0, Axial.Slices, k =>
        {
            for (var j = 0; j < Axial.Rows; j++)
                row(origin + (Step(2) * k) + (Step(1) * j), Step(0), ((k * Axial.Rows) + j) * Axial.Columns);
        });
    }
}
