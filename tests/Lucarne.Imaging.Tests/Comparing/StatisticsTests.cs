namespace Lucarne.Imaging.Tests.Comparing;

public sealed class StatisticsTests
{
    [Fact]
    public void Mean_deviation_and_percentiles_are_those_of_arithmetic()
    {
        // 0 … 99: mean 49.5; variance (100² − 1)/12 = 833.25. One value in a hundred is 0, so the first percentile is 0;
        // fifty values are at most 49; ninety-nine are at most 98.
        var figures = PictureStatistics.Of(Picture.From8Bit(10, 10, 1, Enumerable.Range(0, 100).Select(v => (byte)v).ToArray()));
        Assert.Equal(49.5, figures.Mean, 1e-9);
        Assert.Equal(Math.Sqrt(833.25), figures.StandardDeviation, 1e-9);
        Assert.Equal((0, 99, 0, 49, 98), (figures.Minimum, figures.Maximum, figures.Percentile1, figures.Median, figures.Percentile99));
    }

    [Fact]
    public void Sharpness_is_the_variance_of_the_laplacian()
    {
        // A single 9 amid 5 × 5 zeros: of the 9 inner Laplacians one is −36, four are 9, four are 0.
        // Mean (−36 + 4·9)/9 = 0; mean square (1296 + 4·81)/9 = 180.
        var samples = new byte[25];
        samples[12] = 9;
        Assert.Equal(180, PictureStatistics.Of(Picture.From8Bit(5, 5, 1, samples)).Sharpness, 1e-9);
        var phantom = KidneyPhantom.Draw(1, 0, KidneyFinding.Normal);
        Assert.True(PictureStatistics.Of(phantom).Sharpness > 4 * PictureStatistics.Of(phantom.Resize(64, 64).Resize(256, 256)).Sharpness);
    }

    [Fact]
    public void The_dark_border_is_a_fraction_of_the_outer_tenth()
    {
        // 20 × 20: the outer two pixels on each side are 400 − 16·16 = 144; the top two rows hold 40 of them.
        var samples = Enumerable.Repeat((byte)200, 400).ToArray();
        Array.Fill(samples, (byte)10, 0, 40);
        Assert.Equal(40.0 / 144, PictureStatistics.Of(Picture.From8Bit(20, 20, 1, samples)).DarkBorder, 1e-9);
    }
}
