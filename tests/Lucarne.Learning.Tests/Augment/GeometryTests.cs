using Lucarne.Learning.Augment;
using Lucarne.Learning.Randomness;
using Lucarne.Learning.Recipes;
using Lucarne.Torch;

namespace Lucarne.Learning.Tests.Augment;

public sealed class GeometryTests : IDisposable
{
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Nothing_drawn_moves_nothing()
    {
        var input = Planes.Random(3, 2, 17);
        Planes.AssertEqual(input, Geometry.Apply(input, new AugmentOptions(), 17, new Xoshiro256(1)), 1e-5);
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 2)]
    public void Half_of_the_pictures_are_mirrored_and_the_others_left(bool horizontal, int axis)
    {
        var input = Planes.Random(64, 1, 12);
        var output = Geometry.Apply(input, new AugmentOptions { HorizontalFlip = horizontal, VerticalFlip = !horizontal }, 12, new Xoshiro256(2));
        var (same, mirrored) = (Same(input, output), Same(input.Flip(axis), output));
        Assert.All(same.Zip(mirrored), pair => Assert.NotEqual(pair.First, pair.Second));

        // Binomial(64, 1/2): standard deviation 4; four of them either way.
        Assert.InRange(mirrored.Count(is_ => is_), 16, 48);
    }

    [Theory]
    [InlineData("crop")]
    [InlineData("zoom")]
    [InlineData("shift")]
    [InlineData("shear")]
    [InlineData("all")]
    public void A_slope_is_sampled_exactly_where_the_map_points(string what)
    {
        // On a picture whose value is linear in x and y, bilinear sampling is exact: each output pixel must hold the slope's value
        // at the place its map names, as long as that lies inside.
        var options = what switch
        {
            "crop" => new AugmentOptions { RandomResizedCrop = new CropRange(new NumberRange(0.3, 0.6), new NumberRange(0.7, 1.4)) },
            "zoom" => new AugmentOptions { Zoom = new NumberRange(1.2, 1.8) },
            "shift" => new AugmentOptions { Translate = 0.2 },
            "shear" => new AugmentOptions { ShearDegrees = 25 },
            _ => new AugmentOptions { RandomResizedCrop = new CropRange(new NumberRange(0.5, 0.9), new NumberRange(0.9, 1.1)), RotationDegrees = 30, ShearDegrees = 10, Zoom = new NumberRange(0.9, 1.2), HorizontalFlip = true },
        };
        const int stored = 32, size = 24;
        var input = Tensor.From<float>([.. Enumerable.Range(0, stored * stored).Select(i => (float)Slope(Centre(i % stored, stored), Centre(i / stored, stored)))], 1, 1, stored, stored);
        var inside = 0;
        for (ulong seed = 0; seed < 20; seed++)
        {
            var map = Geometry.Draw(options, new Xoshiro256(seed));
            var output = Geometry.Apply(input, options, size, new Xoshiro256(seed)).ToArray<float>();
            for (var i = 0; i < output.Length; i++)
            {
                var (x, y) = (Centre(i % size, size), Centre(i / size, size));
                var (atX, atY) = ((map[0] * x) + (map[1] * y) + map[2], (map[3] * x) + (map[4] * y) + map[5]);
                if (Math.Max(Math.Abs(atX), Math.Abs(atY)) > 1 - (1.0 / stored)) continue;
                inside++;
                Assert.Equal(Slope(atX, atY), output[i], 1e-5);
            }
        }

        Assert.True(inside > 20 * size * size / 2);
    }

    [Fact]
    public void A_dot_is_turned_about_the_centre_by_the_angle_drawn()
    {
        const int size = 65;
        var dot = new float[size * size];
        dot[(32 * size) + 52] = 1;
        var input = Tensor.From<float>(dot, 1, 1, size, size);
        var options = new AugmentOptions { RotationDegrees = 40 };
        var angles = new List<double>();
        for (ulong seed = 0; seed < 60; seed++)
        {
            var map = Geometry.Draw(options, new Xoshiro256(seed));
            var angle = Math.Atan2(map[3], map[0]);
            angles.Add(angle * 180 / Math.PI);
            var output = Geometry.Apply(input, options, size, new Xoshiro256(seed)).ToArray<float>();
            var sum = output.Sum();

            // The map leads from output to input, so the dot, 20 pixels right of the centre, goes the other way round.
            Assert.Equal(20 * Math.Cos(angle), output.Select((value, i) => value * ((i % size) - 32)).Sum() / sum, 0.3);
            Assert.Equal(-20 * Math.Sin(angle), output.Select((value, i) => value * ((i / size) - 32)).Sum() / sum, 0.3);
        }

        Assert.All(angles, angle => Assert.InRange(angle, -40, 40));
        Assert.InRange(angles.Max(), 32, 40);
        Assert.InRange(angles.Min(), -40, -32);
    }

    [Fact]
    public void Crops_lie_inside_have_the_areas_asked_for_and_their_ratios()
    {
        var options = new AugmentOptions { RandomResizedCrop = new CropRange(new NumberRange(0.2, 0.8), new NumberRange(0.8, 1.25)) };
        var random = new Xoshiro256(4);
        var areas = new List<double>();
        for (var i = 0; i < 2000; i++)
        {
            var map = Geometry.Draw(options, random);
            var (width, height) = ((double)map[0], (double)map[4]);
            areas.Add(width * height);
            Assert.InRange(width / height, 0.7999, 1.2501);
            Assert.True(Math.Abs(map[2]) + width <= 1.00001 && Math.Abs(map[5]) + height <= 1.00001);
        }

        // Uniform in [0.2, 0.8]: mean 0.5, standard error 0.6 / √12 / √2000 = 0.0039; rejected near the top, five of them.
        Assert.All(areas, area => Assert.InRange(area, 0.1999, 0.8001));
        Assert.Equal(0.5, areas.Average(), 0.02);
    }

    [Fact]
    public void Zoom_above_one_enlarges_and_a_shift_is_a_fraction_of_the_side()
    {
        var enlarged = Geometry.Draw(new AugmentOptions { Zoom = new NumberRange(2, 2) }, new Xoshiro256(1));
        Assert.Equal([0.5f, 0.5f], [enlarged[0], enlarged[4]]);
        var random = new Xoshiro256(5);
        var shifts = Enumerable.Range(0, 500).Select(_ => Geometry.Draw(new AugmentOptions { Translate = 0.1 }, random)).ToList();

        // The side is 2 in the map's coordinates.
        Assert.All(shifts, map => Assert.InRange(Math.Max(Math.Abs(map[2]), Math.Abs(map[5])), 0, 0.2));
        Assert.True(shifts.Max(map => map[2]) > 0.19 && shifts.Min(map => map[5]) < -0.19);
    }

    private static double Slope(double x, double y) => 0.5 + (0.3 * x) - (0.15 * y);

    private static double Centre(int pixel, int side) => (((2 * pixel) + 1.0) / side) - 1;

    private static List<bool> Same(Tensor left, Tensor right) =>
        [.. left.ToArray<float>().Zip(right.ToArray<float>(), (a, b) => Math.Abs(a - b)).Chunk(144).Select(picture => picture.Max() < 1e-5)];
}
