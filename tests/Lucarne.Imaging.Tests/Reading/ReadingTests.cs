using System.Runtime.InteropServices;
using FsCheck.Fluent;

namespace Lucarne.Imaging.Tests.Reading;

public sealed class ReadingTests
{
    [Fact]
    public void Every_lossless_form_gives_back_the_pixels_it_was_made_from()
    {
        Picture grey = Samples.Gradient(61, 47), colour = Samples.Gradient(61, 47, 3), deep = Samples.Noise(61, 47, 3, 16, 5);
        var files = Samples.EveryFormat();
        foreach (var (name, expected) in new (string, Picture)[]
                 {
                     ("grey.png", grey), ("colour.png", colour), ("deep.png", deep), ("interlaced.png", colour), ("plain.tif", colour), ("lzw.tif", deep),
                     ("deflate.tif", grey), ("lossless.webp", colour), ("plain.bmp", colour), ("grey.bmp", grey), ("runs.bmp", grey),
                 })
            Assert.True(PictureReader.Read(files[name], name, new PictureReadOptions { Keep16Bit = true }).HasSamePixels(expected), name);
    }

    [Fact]
    public void A_png_read_back_equals_what_was_written_at_8_and_16_bits()
    {
        var cases = from width in Gen.Choose(1, 40)
                    from height in Gen.Choose(1, 40)
                    from channels in Gen.Elements(1, 3)
                    from bits in Gen.Elements(8, 16)
                    from seed in Gen.Choose(0, int.MaxValue)
                    select Samples.Noise(width, height, channels, bits, seed);
        Samples.Check(cases, picture =>
            Assert.True(PictureReader.Read(PictureWriter.ToPng(picture), "a.png", new PictureReadOptions { Keep16Bit = true }).HasSamePixels(picture)));
    }

    [Fact]
    public void A_header_tells_format_size_bits_and_mode()
    {
        var files = Samples.EveryFormat();
        foreach (var (name, format, bits, mode) in new (string, PictureFormat, int, PictureMode)[]
                 {
                     ("grey.png", PictureFormat.Png, 8, PictureMode.L), ("palette.png", PictureFormat.Png, 8, PictureMode.Palette), ("deep.png", PictureFormat.Png, 16, PictureMode.Rgb),
                     ("grey.jpg", PictureFormat.Jpeg, 8, PictureMode.L), ("colour.jpg", PictureFormat.Jpeg, 8, PictureMode.Rgb), ("plain.tif", PictureFormat.Tiff, 8, PictureMode.Rgb),
                     ("lzw.tif", PictureFormat.Tiff, 16, PictureMode.Rgb), ("lossy.webp", PictureFormat.WebP, 8, PictureMode.Rgb), ("colour.gif", PictureFormat.Gif, 8, PictureMode.Palette),
                     ("plain.bmp", PictureFormat.Bmp, 8, PictureMode.Rgb), ("grey.bmp", PictureFormat.Bmp, 8, PictureMode.Palette),
                 })
        {
            var header = PictureReader.ReadHeader(files[name], name);
            Assert.Equal((format, 61, 47, bits, mode, 1, 1, false), (header.Format, header.Width, header.Height, header.BitsPerSample, header.Mode, header.Orientation, header.Pages, header.NameDisagrees));
        }
    }

    [Fact]
    public void A_jpeg_named_png_is_read_and_its_header_says_that_the_name_disagrees()
    {
        var bytes = Samples.EveryFormat()["colour.jpg"];
        Assert.True(PictureReader.ReadHeader(bytes, "x.png").NameDisagrees);
        Assert.Equal(61, PictureReader.Read(bytes, "x.png").Width);
        Assert.False(PictureReader.ReadHeader(bytes, "x.JPEG").NameDisagrees);
        Assert.False(PictureReader.ReadHeader(bytes, "x").NameDisagrees);
    }

    [Fact]
    public void Alpha_is_laid_on_black()
    {
        // One pixel (200, 100, 50) at alpha 128: 200·128/255 = 100.4, 50.2, 25.1.
        var png = Vips.Encode(1, 1, 4, 8, [200, 100, 50, 128], ".png");
        Assert.Equal(PictureMode.Rgba, PictureReader.ReadHeader(png, "a.png").Mode);
        var picture = PictureReader.Read(png, "a.png");
        Assert.Equal(3, picture.Channels);
        Assert.Equal([100.4, 50.2, 25.1], picture.Samples8.ToArray().Select(v => (double)v), new Near(0.7));
        var grey = PictureReader.Read(Vips.Encode(1, 1, 2, 8, [200, 128], ".png"), "la.png");
        Assert.Equal(1, grey.Channels);
        Assert.InRange(grey[0, 0], 100, 101);
    }

    [Fact]
    public void Cmyk_becomes_rgb_in_the_right_sense()
    {
        // Full cyan ink is bluish: red lowest; no ink is white; all black ink is near black.
        var tiff = Vips.Encode(3, 1, 4, 8, [255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255], ".tif", cmyk: true);
        Assert.Equal(PictureMode.Cmyk, PictureReader.ReadHeader(tiff, "a.tif").Mode);
        var picture = PictureReader.Read(tiff, "a.tif");
        Assert.Equal(3, picture.Channels);
        Assert.True(picture[0, 0, 0] < picture[0, 0, 1] && picture[0, 0, 1] < picture[0, 0, 2]);
        Assert.InRange(picture[0, 1, 1], 250, 255);
        Assert.InRange(picture[0, 2, 1], 0, 60);
    }

    [Fact]
    public void Sixteen_bits_are_divided_by_257_and_rounded()
    {
        // 128/257 = 0.498 → 0; 129/257 = 0.502 → 1; 65535/257 = 255.
        var png = PictureWriter.ToPng(Picture.Owning(4, 1, 1, 16, MemoryMarshal.AsBytes<ushort>([0, 128, 129, 65535]).ToArray()));
        Assert.Equal([0, 0, 1, 255], PictureReader.Read(png, "a.png").Samples8.ToArray());
    }

    [Fact]
    public void Wanted_channels_are_delivered()
    {
        var files = Samples.EveryFormat();
        foreach (var (name, bytes) in files)
        {
            Assert.Equal(1, PictureReader.Read(bytes, name, new PictureReadOptions { Channels = 1 }).Channels);
            Assert.Equal(3, PictureReader.Read(bytes, name, new PictureReadOptions { Channels = 3 }).Channels);
        }
    }

    [Theory]
    [InlineData(".jpg[Q=95]")]
    [InlineData(".webp[Q=95]")]
    [InlineData(".png")]
    [InlineData(".tif")]
    public void Reducing_on_load_gives_the_short_side_asked_for_and_nearly_the_picture_resized_afterwards(string suffix)
    {
        var picture = KidneyPhantom.Draw(5, 0, KidneyFinding.Tumor).Resize(1280, 800, ResizeKernel.Cubic);
        var bytes = Samples.Encode(picture, suffix);
        var reduced = PictureReader.Read(bytes, "a", new PictureReadOptions { Channels = 1, ReduceToShortSide = 100 });
        Assert.Equal((160, 100), (reduced.Width, reduced.Height));
        var after = PictureReader.Read(bytes, "a", new PictureReadOptions { Channels = 1 }).Resize(160, 100);
        Assert.InRange(Differences.Mean(reduced, after), 0, 3);
        Assert.Equal(1280, PictureReader.Read(bytes, "a", new PictureReadOptions { ReduceToShortSide = 5000 }).Width);
    }

    [Fact]
    public void A_second_page_is_told_and_the_first_is_read()
    {
        // Six rows as two pages of three.
        var tiff = Vips.Encode(4, 6, 1, 8, Samples.Gradient(4, 6).Raw, ".tif[page-height=3]");
        var header = PictureReader.ReadHeader(tiff, "a.tif");
        Assert.Equal((2, 3), (header.Pages, header.Height));
        Assert.True(PictureReader.Read(tiff, "a.tif").HasSamePixels(Samples.Gradient(4, 6).Crop(new PixelBox(0, 0, 4, 3))));
    }
}
