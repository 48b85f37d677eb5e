using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Segment;

namespace Lucarne.Learning.Tests.Segment;

public sealed class DensityGrowthTests
{
    private const int Size = 32;
    private const byte Lung = 3;
    private const byte Other = 1;

    private readonly Volume<byte> _labels = new(new VolumeGeometry(Size, Size, 1, default, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1)));
    private readonly float[] _hounsfield = [.. Enumerable.Repeat(40f, Size * Size)];

    [Fact]
    public void A_hole_of_the_structures_density_is_filled_and_its_surroundings_are_not()
    {
        Fill(4, 4, 20, 12, -800);
        Mark(4, 4, 10, 12, Lung);
        Grow(reachMm: 40);

        // The mean of three by three at the edge is (6 × −800 + 3 × 40) / 9 = −520, within the range; at a corner it is
        // (4 × −800 + 5 × 40) / 9 = −333, which is not, and the hole has two corners.
        Assert.Equal((16 * 8) - 2, Count(Lung));
        Assert.Equal(Lung, At(19, 10));
    }

    [Fact]
    public void What_the_network_gave_to_another_structure_stays_with_it()
    {
        Fill(4, 4, 20, 12, -800);
        Mark(4, 4, 10, 12, Lung);
        Mark(14, 4, 16, 12, Other);
        Grow(reachMm: 40);
        Assert.Equal(2 * 8, Count(Other));

        // A wall of another structure is a wall: what lies behind it is not reached.
        Assert.Equal(10 * 8, Count(Lung));
    }

    [Fact]
    public void Air_and_tissue_are_not_grown_into()
    {
        Fill(4, 4, 12, 12, -800);
        Fill(12, 4, 20, 12, -1000);
        Mark(4, 4, 10, 12, Lung);
        Grow(reachMm: 40);

        // The mean at the first column of air is (3 × −800 + 6 × −1000) / 9 = −933 and still open; at the next it is −1000.
        Assert.Equal(9 * 8, Count(Lung));
    }

    [Fact]
    public void Nothing_thinner_than_three_pixels_is_a_way()
    {
        Fill(4, 4, 12, 12, -800);
        Fill(12, 7, 18, 9, -900);
        Fill(18, 4, 26, 12, -800);
        Mark(4, 4, 10, 12, Lung);
        Grow(reachMm: 40);

        // The way's own mean is (6 × −900 + 3 × 40) / 9 = −587, a lung's; but it is two pixels wide.
        Assert.Equal(0, At(15, 7));
        Assert.Equal(0, At(22, 8));
    }

    [Fact]
    public void Growth_ends_at_its_reach()
    {
        Fill(4, 4, 28, 12, -800);
        Mark(4, 4, 10, 12, Lung);
        Grow(reachMm: 5);
        Assert.Equal(Lung, At(14, 8));
        Assert.Equal(0, At(15, 8));
    }

    private void Grow(double reachMm)
    {
        var prepare = new PrepareOptions { Size = Size };
        var stored = WindowedSlices.Of(new Volume<float>(_labels.Geometry, _hounsfield), prepare).Stored;
        new DensityGrowth(k => stored.Slice(k), prepare, new GrowOptions { Structures = ["lung"], Hu = new(-970, -350), ReachMm = reachMm }).Apply(_labels, [Lung]);
    }

    private void Fill(int left, int top, int right, int bottom, float hounsfield) => Each(left, top, right, bottom, p => _hounsfield[p] = hounsfield);

    private void Mark(int left, int top, int right, int bottom, byte label) => Each(left, top, right, bottom, p => _labels.Voxels[p] = label);

    private static void Each(int left, int top, int right, int bottom, Action<int> set)
    {
        for (var y = top; y < bottom; y++)
            for (var x = left; x < right; x++) set((y * Size) + x);
    }

    private byte At(int x, int y) => _labels.Voxels[(y * Size) + x];

    private int Count(byte label) => _labels.Voxels.Count(voxel => voxel == label);
}
