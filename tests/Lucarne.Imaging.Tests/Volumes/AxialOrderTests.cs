using FsCheck;
using FsCheck.Fluent;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Tests.Volumes;

public class AxialOrderTests
{
    [Fact]
    public void Every_order_and_direction_of_the_axes_becomes_axial_keeps_each_voxel_in_its_place_and_comes_back()
    {
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        var cases = from order in Gen.Elements(orders)
                    from signs in Gen.Choose(0, 7)
                    from tilt in Gen.Choose(-30, 30)
                    from size in Gen.Choose(2, 5).Three()
                    select (order, signs, Tilt: tilt * Math.PI / 180, size);
        Prop.ForAll(cases.ToArbitrary(), item =>
        {
            var geometry = Made(item.order, item.signs, item.Tilt, item.size);
            var volume = new Volume<short>(geometry, [.. Enumerable.Range(0, (int)geometry.VoxelCount).Select(n => (short)n)]);
            var order = new AxialOrder(geometry);
            var axial = order.Apply(volume);
            var (i, j, k) = (axial.Geometry.Columns - 1, axial.Geometry.Rows / 2, axial.Geometry.Slices - 1);
            var there = geometry.ToVoxel(axial.Geometry.ToPatient(i, j, k));
            var same = volume[(int)Math.Round(there.X), (int)Math.Round(there.Y), (int)Math.Round(there.Z)] == axial[i, j, k];
            var back = order.Undo(axial);
            return axial.Geometry.ColumnStep.X > 0 && axial.Geometry.RowStep.Y > 0 && axial.Geometry.SliceStep.Z > 0
                && same && back.Geometry == geometry && back.Voxels.SequenceEqual(volume.Voxels);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void An_axial_volume_is_left_as_it_is()
    {
        var geometry = new VolumeGeometry(3, 2, 2, new(1, 2, 3), new(1, 0, 0), new(0, 1, 0), new(0, 0, 3));
        var volume = new Volume<byte>(geometry);
        Assert.Same(volume, new AxialOrder(geometry).Apply(volume));
        Assert.True(new AxialOrder(geometry).IsIdentity);
    }

    /// <summary>A grid whose axes are left, back and head in some order and direction, all turned about the head axis by less than 45°.</summary>
    private static VolumeGeometry Made(int[] order, int signs, double tilt, (int, int, int) size)
    {
        var (cos, sin) = (Math.Cos(tilt), Math.Sin(tilt));
        Vector3d[] directions = [new(cos, sin, 0), new(-sin, cos, 0), new(0, 0, 2.5)];
        Vector3d Step(int axis) => directions[order[axis]] * ((signs >> axis & 1) == 0 ? 1 : -1);
        return new(size.Item1, size.Item2, size.Item3, new(-10, 20, 5), Step(0), Step(1), Step(2));
    }
}
