using FsCheck;
using FsCheck.Fluent;
using Lucarne.Imaging;
using Lucarne.Insight.Features;
using Lucarne.Learning.Randomness;

namespace Lucarne.Insight.Tests.Features;

public sealed class PictureFeaturesTests
{
    [Fact]
    public void A_bright_square_with_a_hole_is_one_full_body()
    {
        // 40 × 20 in the middle of 100 × 80, with a dark hole of 4 × 4 and a loose bright pixel in a corner.
        var picture = Draw(100, 80, (x, y) => (x is >= 30 and < 70 && y is >= 30 and < 50 && !(x is >= 48 and < 52 && y is >= 38 and < 42)) || (x == 2 && y == 2) ? (byte)200 : (byte)10);
        var mask = BodyMask.Of(picture);
        Assert.Equal(800, mask.Inside.Count(inside => inside));

        var shape = BodyShape.Of(mask);
        Assert.Equal(0.1, shape[0], 1e-12);
        Assert.Equal(1, shape[1], 1e-12);
        // The moments of w × h whole pixels are (w² − 1)/12 and (h² − 1)/12: here 1599 and 399.
        Assert.Equal(Math.Sqrt(399.0 / 1599), shape[2], 1e-9);
        Assert.Equal(1, shape[3], 1e-12);
        Assert.Equal(0.5, shape[4], 1e-12);
        Assert.Equal(0.5, shape[5], 1e-12);
    }

    [Fact]
    public void An_L_fills_three_quarters_of_its_box_and_six_sevenths_of_its_hull()
    {
        // 20 × 20 less its upper right quarter: 300 pixels; the hull leaves out the triangle of half that quarter, 50: 350.
        var shape = BodyShape.Of(BodyMask.Of(Draw(60, 60, (x, y) => x is >= 20 and < 40 && y is >= 20 and < 40 && !(x >= 30 && y < 30) ? (byte)255 : (byte)0)));
        Assert.Equal(0.75, shape[1], 1e-12);
        Assert.Equal(300.0 / 350, shape[3], 1e-12);
    }

    [Fact]
    public void Every_feature_has_a_name_and_a_number_even_where_it_is_not_defined()
    {
        var flat = PictureFeatures.Of(Draw(50, 40, (_, _) => 90));
        Assert.Equal(PictureFeatures.Names.Count, flat.Length);
        Assert.Equal(PictureFeatures.Names.Count, PictureFeatures.Names.Distinct().Count());
        Assert.Equal(90, flat[0]);
        Assert.True(double.IsNaN(flat[PictureFeatures.Names.ToList().IndexOf("glcm.correlation")]));
    }

    [Fact]
    public void A_fixed_number_of_bins_puts_the_darkest_in_the_first_and_the_brightest_in_the_last()
    {
        byte[] values = [0, 10, 20, 30, 40, 99];
        var levels = GreyLevels.Discretise(6, 1, values, [true, true, true, true, true, false], 4);
        // floor(4 · v/40) + 1, the brightest in the last bin: 1, 2, 3, 4, 4; what lies outside is 0.
        Assert.Equal([1, 2, 3, 4, 4, 0], levels.Values);
    }

    [Fact]
    public void Texture_does_not_change_with_brightness_and_contrast() => Prop.ForAll(ArbMap.Default.GeneratorFor<int>().ToArbitrary(), seed =>
    {
        var random = Xoshiro256.For(seed);
        var values = new byte[256];
        for (var i = 0; i < values.Length; i++) values[i] = (byte)random.Below(64);
        var whole = Enumerable.Repeat(true, 256).ToArray();
        byte[] brighter = [.. values.Select(value => (byte)((3 * value) + 20))];
        var (one, other) = (GreyLevels.Discretise(16, 16, values, whole, 8), GreyLevels.Discretise(16, 16, brighter, whole, 8));
        return Cooccurrence.Of(one, TextureAggregation.SlicesMerged).SequenceEqual(Cooccurrence.Of(other, TextureAggregation.SlicesMerged))
            && RunLengths.Of(one, TextureAggregation.SlicesMerged).SequenceEqual(RunLengths.Of(other, TextureAggregation.SlicesMerged));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Texture_merged_over_directions_does_not_change_when_the_region_is_mirrored() => Prop.ForAll(ArbMap.Default.GeneratorFor<int>().ToArbitrary(), seed =>
    {
        var random = Xoshiro256.For(seed);
        int[] values = [.. Enumerable.Range(0, 48).Select(_ => random.Below(5))];
        int[] mirrored = [.. values.Chunk(8).SelectMany(row => row.Reverse())];
        var (one, other) = (new GreyLevels(8, 6, 1, 4, values), new GreyLevels(8, 6, 1, 4, mirrored));
        return Same(Cooccurrence.Of(one, TextureAggregation.SlicesMerged), Cooccurrence.Of(other, TextureAggregation.SlicesMerged))
            && Same(RunLengths.Of(one, TextureAggregation.SlicesMerged), RunLengths.Of(other, TextureAggregation.SlicesMerged));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Otsus_threshold_parts_two_heaps() => Assert.Equal(40, BodyMask.Otsu([10, 40, 40, 10, 10, 200, 210, 200]));

    [Fact]
    public void A_table_is_read_back_as_it_was_written()
    {
        var folder = Directory.CreateTempSubdirectory("lucarne-features-");
        try
        {
            var path = Path.Combine(folder.FullName, "features.csv");
            var table = new FeatureTable(["a.x", "b.y"], [new("yes/a, b.png", "train", "yes", [1.5, double.NaN]), new("no/c.png", "test", "no", [-2e-7, 3])]);
            table.Write(path);
            var read = FeatureTable.Read(path);
            Assert.Equal(table.Names, read.Names);
            Assert.Equal(table.Rows.Select(row => (row.File, row.Part, row.Class)), read.Rows.Select(row => (row.File, row.Part, row.Class)));
            Assert.Equal(table.Rows.SelectMany(row => row.Values), read.Rows.SelectMany(row => row.Values));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool Same(double[] a, double[] b) => a.Zip(b).All(pair => (double.IsNaN(pair.First) && double.IsNaN(pair.Second)) || Math.Abs(pair.First - pair.Second) <= 1e-9 * Math.Max(1, Math.Abs(pair.First)));

    private static Picture Draw(int width, int height, Func<int, int, byte> grey) =>
        Picture.From8Bit(width, height, 1, [.. Enumerable.Range(0, width * height).Select(i => grey(i % width, i / width))]);
}
