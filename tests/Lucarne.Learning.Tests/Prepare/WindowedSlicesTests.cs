using FsCheck;
using FsCheck.Fluent;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;
using Lucarne.Torch;

namespace Lucarne.Learning.Tests.Prepare;

public class WindowedSlicesTests
{
    private static readonly PrepareOptions Small = new() { Size = 16 };

    [Fact]
    public void Normalised_values_have_mean_nought_and_deviation_one_over_the_whole_volume()
    {
        var slices = WindowedSlices.Of(Ramp(48, 40, 5), Small);
        double[] values = [.. slices.Stored.Voxels.Select(stored => (stored * slices.Scaling.Slope) + slices.Scaling.Intercept)];
        Assert.Equal(0, values.Average(), 1e-9);
        Assert.Equal(1, Math.Sqrt(values.Sum(value => value * value) / values.Length), 1e-9);
    }

    [Fact]
    public void The_window_s_bounds_are_nought_and_the_top_and_what_is_no_number_is_air()
    {
        var volume = new Volume<float>(Grid(2, 2, 1), [-2000, 400, 5000, float.NaN]);
        Assert.Equal([0, WindowedSlices.Top, WindowedSlices.Top, 0], WindowedSlices.Of(volume, new PrepareOptions { Size = 2 }).Stored.Voxels.Select(value => (int)value));
    }

    [Theory]
    [InlineData(48, 40)]
    [InlineData(16, 16)]
    [InlineData(10, 33)]
    public void Slices_are_resampled_as_PyTorch_interpolates_bilinearly(int columns, int rows)
    {
        var volume = Ramp(columns, rows, 2);
        var stored = WindowedSlices.Of(volume, Small).Stored.Voxels;
        using var scope = new TensorScope();
        var windowed = volume.Voxels.Select(value => (Math.Clamp(value, -1000, 400) + 1000) / 1400f).ToArray();
        var expected = new Operator("aten::upsample_bilinear2d").Call(Tensor.From<float>(windowed, 1, 2, rows, columns), new long[] { 16, 16 }, false).ToArray<float>();
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], stored[i] / (double)WindowedSlices.Top, 1e-4);
    }

    [Fact]
    public void The_prepared_grid_covers_what_the_scan_s_grid_covers()
    {
        var sizes = Gen.Choose(8, 600).Two();
        Prop.ForAll(sizes.ToArbitrary(), size =>
        {
            var grid = Grid(size.Item1, size.Item2, 3);
            var squared = WindowedSlices.Squared(grid, 64);
            bool Same(double i, double j, double x, double y) => (grid.ToPatient(i, j, 1) - squared.ToPatient(x, y, 1)).Length < 1e-6;
            return Same(-0.5, -0.5, -0.5, -0.5) && Same(size.Item1 - 0.5, size.Item2 - 0.5, 63.5, 63.5);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Labels_are_taken_from_the_nearest_pixel_and_never_mixed()
    {
        var labels = new Volume<byte>(Grid(4, 4, 1), [1, 1, 7, 7, 1, 1, 7, 7, 2, 2, 0, 0, 2, 2, 0, 0]);
        Assert.Equal([1, 7, 2, 0], WindowedSlices.Labels(labels, 2).Voxels);
    }

    [Fact]
    public void The_body_is_found_beside_a_couch_and_its_square_is_equally_long_in_mm()
    {
        // A body of 100×60 pixels of 2×3 mm at (30..130, 40..100), and a couch two pixels thick below it.
        var volume = new Volume<float>(new VolumeGeometry(160, 128, 3, default, new(2, 0, 0), new(0, 3, 0), new(0, 0, 5)));
        for (var k = 0; k < 3; k++)
            for (var y = 0; y < 128; y++)
                for (var x = 0; x < 160; x++)
                    volume[x, y, k] = (x is >= 30 and < 130 && y is >= 40 and < 100) || y is 110 or 111 ? 0 : -1000;
        var body = BodySquare.Find(volume);
        Assert.Equal(80.0 / 80 - 1, body.CentreX, 0.03);
        Assert.Equal(70.0 / 64 - 1, body.CentreY, 0.03);
        Assert.Equal(body.HalfWidth * 160 * 2, body.HalfHeight * 128 * 3, 1e-9);
        Assert.InRange(body.HalfWidth * 160, 100, 120);
    }

    [Fact]
    public void Where_there_is_no_body_the_whole_slice_is_taken() =>
        Assert.Equal(BodySquare.Picture, BodySquare.Find(new Volume<float>(Grid(64, 64, 2), [.. Enumerable.Repeat(-1000f, 64 * 64 * 2)])));

    private static VolumeGeometry Grid(int columns, int rows, int slices) => new(columns, rows, slices, new(-3, 5, 7), new(0.9, 0, 0), new(0, 1.1, 0), new(0, 0, 3));

    /// <summary>Values that rise and fall across the window and beyond.</summary>
    private static Volume<float> Ramp(int columns, int rows, int slices)
    {
        var volume = new Volume<float>(Grid(columns, rows, slices));
        for (var i = 0; i < volume.Voxels.Length; i++) volume.Voxels[i] = (float)((Math.Sin(i * 0.37) * 900) + (i % 7 * 60) - 400);
        return volume;
    }
}
