using FsCheck;
using FsCheck.Fluent;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Tests.Volumes;

/// <summary>From voxels to the patient and back.</summary>
public sealed class VolumeGeometryTests
{
    private static readonly VolumeGeometry Axial = new(4, 3, 2, new(-10, -20, 30), new(0.5, 0, 0), new(0, 0.75, 0), new(0, 0, 3));

    [Fact]
    public void The_first_voxel_lies_at_the_origin_and_the_last_where_the_steps_lead()
    {
        Assert.Equal(new Vector3d(-10, -20, 30), Axial.ToPatient(0, 0, 0));
        // -10 + 3·0.5, -20 + 2·0.75, 30 + 1·3
        Assert.Equal(new Vector3d(-8.5, -18.5, 33), Axial.ToPatient(3, 2, 1));
    }

    [Fact]
    public void A_voxel_of_half_by_three_quarters_by_three_mm_has_1_125_cubic_mm() => Assert.Equal(0.001125, Axial.VoxelMl, 12);

    [Fact]
    public void A_tilted_gantry_moves_slices_sideways_and_their_spacing_is_along_the_normal()
    {
        var tilted = Axial with { SliceStep = new(0, 1, 3) };
        Assert.Equal(3, tilted.SliceSpacingMm, 12);
        Assert.Equal(0.001125, tilted.VoxelMl, 12);
    }

    [Fact]
    public void Steps_in_one_plane_are_refused() =>
        Assert.Throws<InvalidOperationException>(() => (Axial with { SliceStep = new(1, 1, 0) }).ToVoxel(default));

    [Fact]
    public void There_and_back_is_the_same_place_on_oblique_and_sheared_grids() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), seed =>
        {
            var chance = new Random(seed);
            double Next() => (chance.NextDouble() * 4) - 2;
            Vector3d Any() => new(Next(), Next(), Next());
            var geometry = new VolumeGeometry(5, 6, 7, Any() * 100, Any(), Any(), Any());
            // Nearly flat grids magnify rounding; no scanner makes them.
            if (geometry.VoxelMl < 1e-4) return true;
            var voxel = new Vector3d(Next() * 10, Next() * 10, Next() * 10);
            return (geometry.ToVoxel(geometry.ToPatient(voxel.X, voxel.Y, voxel.Z)) - voxel).Length < 1e-8;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Grids_are_compared_by_where_their_corners_lie()
    {
        Assert.True(Axial.IsSameGrid(Axial with { Origin = new(-10.001, -20, 30) }));
        Assert.False(Axial.IsSameGrid(Axial with { SliceStep = new(0, 0, 3.02) }));
        Assert.False(Axial.IsSameGrid(Axial with { Slices = 3 }));
    }

    [Fact]
    public void Values_lie_with_the_column_fastest()
    {
        var volume = new Volume<byte>(Axial);
        volume[1, 2, 1] = 9;
        // (1·3 + 2)·4 + 1
        Assert.Equal(9, volume.Voxels[21]);
        Assert.Equal(9, volume.Slice(1)[9]);
        Assert.Throws<ArgumentOutOfRangeException>(() => volume[4, 0, 0]);
    }
}
