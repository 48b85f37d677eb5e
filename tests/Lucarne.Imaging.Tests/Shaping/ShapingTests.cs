using FsCheck.Fluent;

namespace Lucarne.Imaging.Tests.Shaping;

public sealed class ShapingTests
{
    [Fact]
    public void Resizing_gives_the_size_asked_for_and_stays_within_the_range_where_the_kernel_has_no_lobes()
    {
        var cases = from width in Gen.Choose(1, 70)
                    from height in Gen.Choose(1, 70)
                    from newWidth in Gen.Choose(1, 90)
                    from newHeight in Gen.Choose(1, 90)
                    from channels in Gen.Elements(1, 3)
                    from bits in Gen.Elements(8, 16)
                    from kernel in Gen.Elements(Enum.GetValues<ResizeKernel>())
                    from seed in Gen.Choose(0, int.MaxValue)
                    select (Picture: Samples.Noise(width, height, channels, bits, seed), newWidth, newHeight, kernel);
        Samples.Check(cases, c =>
        {
            var resized = c.Picture.Resize(c.newWidth, c.newHeight, c.kernel);
            Assert.Equal((c.newWidth, c.newHeight, c.Picture.Channels, c.Picture.BitDepth), (resized.Width, resized.Height, resized.Channels, resized.BitDepth));
            if (c.kernel is ResizeKernel.Nearest or ResizeKernel.Linear)
            {
                var (low, high) = Range(c.Picture);
                var (newLow, newHigh) = Range(resized);
                Assert.InRange(newLow, low - 1, high + 1);
                Assert.InRange(newHigh, low - 1, high + 1);
            }
        }, 300);
    }

    [Fact]
    public void An_even_picture_stays_even_at_any_size()
    {
        var cases = from value in Gen.Choose(0, 255)
                    from width in Gen.Choose(1, 60)
                    from height in Gen.Choose(1, 60)
                    from kernel in Gen.Elements(Enum.GetValues<ResizeKernel>())
                    select (value, width, height, kernel);
        Samples.Check(cases, c =>
        {
            var even = Picture.From8Bit(37, 23, 1, Enumerable.Repeat((byte)c.value, 37 * 23).ToArray());
            foreach (var sample in even.Resize(c.width, c.height, c.kernel).Samples8)
                Assert.InRange(sample, c.value - 1, c.value + 1);
        });
    }

    [Fact]
    public void Halving_with_the_linear_kernel_keeps_the_mean()
    {
        // A ramp 0, 2, 4 … 126 across 64 columns: its mean is 63, halved or not.
        var ramp = Picture.From8Bit(64, 4, 1, Enumerable.Range(0, 256).Select(i => (byte)(2 * (i % 64))).ToArray());
        Assert.Equal(63, PictureStatistics.Of(ramp.Resize(32, 4, ResizeKernel.Linear)).Mean, 0.5);
    }

    [Fact]
    public void Padding_puts_the_picture_in_the_middle_and_cropping_takes_it_out_again()
    {
        var cases = from width in Gen.Choose(1, 30)
                    from height in Gen.Choose(1, 30)
                    from channels in Gen.Elements(1, 3)
                    from bits in Gen.Elements(8, 16)
                    from seed in Gen.Choose(0, int.MaxValue)
                    select Samples.Noise(width, height, channels, bits, seed);
        Samples.Check(cases, picture =>
        {
            var square = picture.PadTo(Math.Max(picture.Width, picture.Height), Math.Max(picture.Width, picture.Height), 200);
            var box = new PixelBox((square.Width - picture.Width) / 2, (square.Height - picture.Height) / 2, picture.Width, picture.Height);
            Assert.True(square.Crop(box).HasSamePixels(picture));
        });
    }

    [Fact]
    public void Padding_fills_with_the_value_and_the_odd_pixel_goes_right_and_below()
    {
        // A 1×2 column between 0 (left: (2 − 1)/2 = 0) and one filled column on the right.
        Assert.Equal([1, 9, 2, 9], Picture.From8Bit(1, 2, 1, [1, 2]).PadTo(2, 2, 9).Samples8.ToArray());
        Assert.Equal([1, 2], Picture.From8Bit(3, 1, 1, [1, 2, 3]).CentreCrop(2, 1).Samples8.ToArray());
    }

    [Fact]
    public void A_black_border_is_cut_away_to_the_pixel_and_specks_do_not_hold_it()
    {
        var samples = new byte[100 * 80];
        for (var y = 20; y < 60; y++)
        {
            for (var x = 30; x < 90; x++)
                samples[(y * 100) + x] = 120;
        }
        samples[(5 * 100) + 5] = 255; // a speck: one pixel of 80 in its column, of 100 in its row
        var cropped = Picture.From8Bit(100, 80, 1, samples).CropToContent(out var box);
        Assert.Equal(new PixelBox(30, 20, 60, 40), box);
        Assert.Equal((60, 40), (cropped.Width, cropped.Height));
        // A tenth of 60 is 6 on each side.
        Picture.From8Bit(100, 80, 1, samples).CropToContent(out box, margin: 0.1);
        Assert.Equal(new PixelBox(24, 14, 72, 52), box);
    }

    [Fact]
    public void A_picture_without_content_or_with_a_bright_border_stays_whole()
    {
        foreach (var value in (byte[])[0, 40, 255])
        {
            var even = Picture.From8Bit(20, 10, 1, Enumerable.Repeat(value, 200).ToArray());
            Assert.Same(even, even.CropToContent(out var box));
            Assert.Equal(new PixelBox(0, 0, 20, 10), box);
        }
    }

    [Fact]
    public void A_box_that_leaves_the_picture_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Samples.Gradient(5, 5).Crop(new PixelBox(3, 0, 3, 1)));

    private static (int Low, int High) Range(Picture picture)
    {
        int low = int.MaxValue, high = 0;
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width * picture.Channels; x++)
            {
                var value = picture[y, x / picture.Channels, x % picture.Channels];
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }
        }
        return (low, high);
    }
}
