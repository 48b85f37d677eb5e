using Lucarne.Imaging;
using Lucarne.Learning.Check;

namespace Lucarne.Learning.Tests.Check;

public class ThumbnailTests
{
    [Fact]
    public void Each_value_is_the_mean_of_the_area_it_covers()
    {
        // 48 columns on 32 cells: cell 0 covers column 0 and half of column 1: (10 + 0.5 · 40) / 1.5 = 20; cell 1 the other half of column 1 and column 2.
        var samples = new byte[48 * 32];
        for (var y = 0; y < 32; y++) (samples[y * 48], samples[(y * 48) + 1], samples[(y * 48) + 2]) = (10, 40, 100);
        var thumbnail = Thumbnail.Of(Picture.From8Bit(48, 32, 1, samples));
        Assert.Equal([20, 80, 0], thumbnail.Samples8[..3].ToArray());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(33, 7)]
    [InlineData(640, 3)]
    public void An_even_picture_of_any_size_stays_even_and_correlates_with_nothing(int width, int height)
    {
        var samples = new byte[width * height];
        Array.Fill(samples, (byte)77);
        var thumbnail = Thumbnail.Of(Picture.From8Bit(width, height, 1, samples));
        Assert.All(thumbnail.Samples8.ToArray(), value => Assert.Equal(77, value));
        Assert.All(Thumbnail.Standardised(thumbnail), value => Assert.Equal(0, value));
    }
}
