using Lucarne.Imaging;
using Lucarne.Learning.Load;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Tests.Check;

namespace Lucarne.Learning.Tests.Load;

public sealed class InputShaperTests : IDisposable
{
    private readonly DrawnPictures _drawn = new();

    public void Dispose() => _drawn.Dispose();

    [Theory]
    [InlineData(40, 20)]
    [InlineData(20, 40)]
    [InlineData(7, 200)]
    [InlineData(8, 8)]
    public void Every_shape_becomes_the_square_whatever_the_fit(int width, int height)
    {
        foreach (var fit in Enum.GetValues<FitMode>())
        {
            foreach (var channels in new[] { 1, 3 })
            {
                var shaper = new InputShaper(new InputOptions { Fit = fit, Channels = channels }, 16, PictureLimits.Default);
                var path = _drawn.Add($"{fit}{channels}.png", Stripes(width, height));
                Assert.Equal(channels * 256, shaper.Read(path).Length);
                Assert.Equal(shaper.Length, shaper.Read(path).Length);
            }
        }
    }

    [Fact]
    public void Squashing_keeps_the_whole_picture_padding_adds_black_bands_and_cropping_keeps_the_centre()
    {
        // 40 wide and 20 high: left quarter dark (50), middle bright (200), right quarter dark.
        var picture = Stripes(40, 20);
        var squashed = Shape(FitMode.Squash, picture);
        Near([50, 200, 50], squashed[8, 1], squashed[8, 8], squashed[8, 14]);

        // Fitted to 16 × 8 with four black rows above and below.
        var padded = Shape(FitMode.Pad, picture);
        Near([0, 0, 200, 50], padded[2, 8], padded[13, 8], padded[8, 8], padded[8, 1]);

        // Covered as 32 × 16, of which the middle 16 columns are the bright ones.
        var cropped = Shape(FitMode.Crop, picture);
        Near([200, 200, 200], cropped[8, 2], cropped[8, 8], cropped[8, 13]);
    }

    [Fact]
    public void A_grey_picture_becomes_what_its_copy_in_three_channels_becomes()
    {
        var random = new Random(3);
        var samples = new byte[61 * 47];
        random.NextBytes(samples);
        samples.AsSpan(0, 61 * 5).Clear();
        var grey = Picture.From8Bit(61, 47, 1, samples);
        foreach (var fit in Enum.GetValues<FitMode>())
        {
            foreach (var crop in new[] { false, true })
            {
                var shaper = new InputShaper(new InputOptions { Fit = fit, Channels = 3, CropToContent = crop }, 32, PictureLimits.Default);
                Assert.Equal(shaper.Read(grey.ToRgb()), shaper.Read(grey));
            }
        }
    }

    [Fact]
    public void A_dark_border_is_cut_away_before_the_square_is_made()
    {
        var samples = new byte[60 * 60];
        for (var y = 20; y < 40; y++) samples.AsSpan((y * 60) + 20, 20).Fill(180);
        var picture = Picture.From8Bit(60, 60, 1, samples);
        Assert.Equal(0, Shape(FitMode.Squash, picture)[2, 2]);
        var cut = new InputShaper(new InputOptions { Channels = 1, CropToContent = true }, 16, PictureLimits.Default).Shape(picture);
        Assert.InRange(cut.Samples8.ToArray().Count(value => value > 90), 200, 256);
    }

    [Fact]
    public void Colours_lie_in_planes_and_the_bytes_of_a_file_are_shaped_as_the_file()
    {
        byte[] colours = [.. Enumerable.Range(0, 400).SelectMany(_ => new byte[] { 10, 120, 230 })];
        var path = _drawn.Add("colour.png", Picture.From8Bit(20, 20, 3, colours));
        var shaper = new InputShaper(new InputOptions { Channels = 3 }, 16, PictureLimits.Default);
        var planes = shaper.Read(path).Chunk(256).ToArray();
        Assert.All(planes[0], value => Assert.Equal(10, value));
        Assert.All(planes[1], value => Assert.Equal(120, value));
        Assert.All(planes[2], value => Assert.Equal(230, value));
        var drawn = _drawn.Add("blobs.png", DrawnPictures.Blobs(3, 150));
        Assert.Equal(shaper.Read(drawn), shaper.Read(File.ReadAllBytes(drawn), "blobs.png"));
    }

    [Fact]
    public void A_picture_above_the_limit_is_refused()
    {
        var shaper = new InputShaper(new InputOptions { Channels = 1 }, 16, new PictureLimits(MaxPixels: 100));
        Assert.Throws<PictureException>(() => shaper.Read(_drawn.Add("large.png", Stripes(40, 20))));
    }

    // The kernel that makes a picture smaller rings by a level or two at an edge.
    private static void Near(int[] expected, params int[] actual) => Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - 3, pair.First + 3));

    private static Picture Shape(FitMode fit, Picture picture) => new InputShaper(new InputOptions { Channels = 1, Fit = fit }, 16, PictureLimits.Default).Shape(picture);

    private static Picture Stripes(int width, int height) =>
        Picture.From8Bit(width, height, 1, [.. Enumerable.Range(0, width * height).Select(i => (byte)(i % width < width / 4 || i % width >= width - (width / 4) ? 50 : 200))]);
}
