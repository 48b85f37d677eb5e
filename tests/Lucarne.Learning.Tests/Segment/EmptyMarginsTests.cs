using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Segment;

namespace Lucarne.Learning.Tests.Segment;

public class EmptyMarginsTests
{
    [Fact]
    public void A_margin_without_its_core_becomes_what_lies_around_and_one_that_touches_it_at_a_corner_stays()
    {
        // Two slices of 6×2: 1 is the core, 2 the margin, 3 what would be there otherwise.
        var grid = new VolumeGeometry(6, 2, 2, default, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1));
        byte[] first = [2, 2, 0, 0, 2, 2, 0, 0, 0, 0, 0, 0];
        byte[] second = [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2];
        var labels = new Volume<byte>(grid, [.. first, .. second]);
        EmptyMargins.Replace(labels, new Volume<byte>(grid, [.. Enumerable.Repeat((byte)3, 24)]), 2, 1);
        Assert.Equal([2, 2, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 3], labels.Voxels);
    }

    [Theory]
    [InlineData(199, 2)]
    [InlineData(200, 3)]
    public void A_margin_of_more_than_two_hundred_times_its_core_is_none(int margin, byte left)
    {
        var grid = new VolumeGeometry(margin + 1, 1, 1, default, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1));
        var labels = new Volume<byte>(grid, [1, .. Enumerable.Repeat((byte)2, margin)]);
        EmptyMargins.Replace(labels, new Volume<byte>(grid, [.. Enumerable.Repeat((byte)3, margin + 1)]), 2, 1);
        Assert.Equal([1, .. Enumerable.Repeat(left, margin)], labels.Voxels);
    }
}
