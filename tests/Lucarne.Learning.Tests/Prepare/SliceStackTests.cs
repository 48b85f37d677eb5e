using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Tests.Prepare;

public sealed class SliceStackTests
{
    [Theory]
    [InlineData(3, 8, 1, new[] { 17, 20, 23 })] // 8 / 3 = 2.67: three slices
    [InlineData(3, 8, 2, new[] { 15, 17, 20, 23, 25 })] // 16 / 3 = 5.33: five
    [InlineData(5, 8, 1, new[] { 18, 20, 22 })] // 1.6: two
    [InlineData(20, 8, 2, new[] { 18, 19, 20, 21, 22 })] // 0.4 and 0.8: never the slice itself, never the same one twice
    [InlineData(3, 8, 0, new[] { 20 })]
    public void Neighbours_lie_as_far_apart_as_the_recipe_says_in_whole_slices(double spacingMm, double apartMm, int each, int[] expected)
    {
        var stack = SliceStack.Of(new SliceInputOptions { Neighbours = each, NeighbourMm = apartMm }, Grid(spacingMm));
        Assert.Equal(expected, Enumerable.Range(0, stack.Count).Select(channel => stack.At(20, channel, 40)));
    }

    [Fact]
    public void Beyond_the_volume_its_first_and_last_slice_stand()
    {
        var stack = SliceStack.Of(new SliceInputOptions { Neighbours = 1, NeighbourMm = 8 }, Grid(3));
        Assert.Equal([0, 1, 4], Enumerable.Range(0, 3).Select(channel => stack.At(1, channel, 40)));
        Assert.Equal([36, 39, 39], Enumerable.Range(0, 3).Select(channel => stack.At(39, channel, 40)));
    }

    private static VolumeGeometry Grid(double spacingMm) => new(8, 8, 40, default, new(1, 0, 0), new(0, 1, 0), new(0, 0, spacingMm));
}
