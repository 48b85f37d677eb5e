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
}
