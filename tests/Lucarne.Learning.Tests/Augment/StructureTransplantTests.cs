using Lucarne.Learning.Augment;
using Lucarne.Learning.Randomness;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Tests.Augment;

public class StructureTransplantTests
{
    private const int Side = 16;
    private const int Pixels = Side * Side;
    private const int Planes = 3;
    private const byte Tumour = 1;
    private const byte Margin = 2;
    private const byte Lung = 3;
    private const byte Heart = 4;
    private const byte Cord = 5;

    private static readonly SegmentationOptions _options = new()
    {
        Structures = [Named("tumour", Tumour), Named("margin", Margin) with { Around = "tumour" }, Named("lung", Lung), Named("heart", Heart), Named("cord", Cord)],
        PaintOrder = ["lung", "heart", "margin", "cord", "tumour"],
    };

    [Fact]
    public void A_tumour_replaces_lung_alone_and_its_margin_hides_what_margins_hide()
    {
        // The donor: a tumour of 5×5 around (4, 4), the same whichever way it is turned, with a margin of one pixel. The host: one pixel of lung, at (9, 9), beside a heart on its left and a cord below.
        var (values, labels) = Slices(2);
        Draw(labels, 0, x => x is >= 1 and <= 7, y => y is >= 1 and <= 7, Margin);
        Draw(labels, 0, x => x is >= 2 and <= 6, y => y is >= 2 and <= 6, Tumour, bothMaps: true);
        Draw(labels, 1, x => x <= 8, _ => true, Heart, bothMaps: true);
        Draw(labels, 1, _ => true, y => y >= 10, Cord, bothMaps: true);
        labels[Map(1, 0) + At(9, 9)] = labels[Map(1, 1) + At(9, 9)] = Lung;
        var before = labels.ToArray();

        Apply(values, labels, share: 1, [[], []]);

        // The tumour is moved by (5, 5) onto 7…11, of which lung is (9, 9) alone, and the margin onto 6…12.
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var own = before[Map(1, 0) + At(x, y)];
                var onMargin = x is >= 6 and <= 12 && y is >= 6 and <= 12 && !(x is >= 7 and <= 11 && y is >= 7 and <= 11);
                Assert.Equal((x, y) == (9, 9) ? Tumour : onMargin && own != Cord ? Margin : own, labels[Map(1, 0) + At(x, y)]);
                Assert.Equal((x, y) == (9, 9) ? Tumour : before[Map(1, 1) + At(x, y)], labels[Map(1, 1) + At(x, y)]);
                for (var plane = 0; plane < Planes; plane++)
                {
                    // (9, 9) was (4, 4), which is no edge: taken as it is.
                    Assert.Equal((x, y) == (9, 9) ? Value(0, plane, 4, 4) : Value(1, plane, x, y), values[Plane(1, plane) + At(x, y)]);
                }
            }
        }

        Assert.Equal(before[..(2 * Pixels)], labels[..(2 * Pixels)]);
    }

    [Fact]
    public void The_edge_is_half_of_the_old_and_half_of_the_new_whichever_way_it_is_turned()
    {
        var (edges, sources) = (0, new HashSet<float>());
        for (var seed = 0; seed < 30; seed++)
        {
            // A tumour of 5×5 around (4, 4): what is two from its middle is its edge. Lung is a row of three pixels, of which its middle is put on one.
            var (values, labels) = Slices(2);
            Draw(labels, 0, x => x is >= 2 and <= 6, y => y is >= 2 and <= 6, Tumour, bothMaps: true);
            Draw(labels, 1, x => x is >= 8 and <= 10, y => y == 9, Lung, bothMaps: true);

            Apply(values, labels, share: 1, [[], []], seed: (ulong)seed);

            Assert.Equal([At(8, 9), At(9, 9), At(10, 9)], Enumerable.Range(0, Pixels).Where(pixel => labels[Map(1, 0) + pixel] == Tumour));
            var middle = Enumerable.Range(8, 3).Single(x => values[Plane(1, 0) + At(x, 9)] == Value(0, 0, 4, 4));
            for (var x = 8; x <= 10; x++)
            {
                if (x == middle) continue;
                var far = Math.Abs(x - middle);
                float[] taken = [Value(0, 0, 4 + far, 4), Value(0, 0, 4 - far, 4), Value(0, 0, 4, 4 + far), Value(0, 0, 4, 4 - far)];
                var own = values[Plane(1, 0) + At(x, 9)];
                var from = Assert.Single(taken, value => Math.Abs((far == 2 ? (value + Value(1, 0, x, 9)) / 2 : value) - own) < 1e-2);
                sources.Add(from);
                if (far == 2) edges++;
            }
        }

        // A third of the middles lies at either end of the row; of the eight neighbours at one and two all are met in thirty draws.
        Assert.InRange(edges, 5, 30);
        Assert.Equal(8, sources.Count);
    }

    [Theory]
    [InlineData(0, 0.306)]
    [InlineData(1, 1)]
    public void It_is_put_at_a_wall_as_often_as_the_recipe_says(double atWall, double expected)
    {
        // Lung is 12×12 pixels, of which 44 lie at its border: 44 / 144 = 0.306 by chance. The tumour's radius is √(25 / π) = 2.8, of which 0.7 reach
        // one whole pixel: a wall is met at the border and nowhere else.
        const int count = 300;
        var (values, labels) = Slices(count);
        Draw(labels, 0, x => x is >= 2 and <= 6, y => y is >= 2 and <= 6, Tumour, bothMaps: true);
        for (var slice = 1; slice < count; slice++) Draw(labels, slice, x => x is >= 2 and <= 13, y => y is >= 2 and <= 13, Lung, bothMaps: true);

        Apply(values, labels, share: 1, [.. Enumerable.Repeat<IReadOnlyList<int>>([], count)], atWall);

        var border = 0;
        for (var slice = 1; slice < count; slice++)
        {
            var place = Enumerable.Range(0, Pixels).Single(pixel => values[Plane(slice, 0) + pixel] == Value(0, 0, 4, 4));
            if (place % Side is 2 or 13 || place / Side is 2 or 13) border++;
        }

        // Four standard deviations: 4 √(0.306 · 0.694 / 299) = 0.107. None of 24 draws is at the border once in (144 / 100)²⁴ = 6,300 times.
        Assert.InRange(border / 299.0, expected - 0.107, expected + 0.107);
    }

    [Fact]
    public void Scans_without_contours_of_the_tumour_are_given_none_and_those_without_the_margin_no_margin()
    {
        var (values, labels) = Slices(3);
        Draw(labels, 0, x => x is >= 2 and <= 7, y => y is >= 2 and <= 7, Margin);
        Draw(labels, 0, x => x is >= 3 and <= 6, y => y is >= 3 and <= 6, Tumour, bothMaps: true);
        labels.AsSpan(2 * Pixels).Fill(Lung);

        Apply(values, labels, share: 1, [[], [Tumour], [Margin]]);

        Assert.All(labels[(2 * Pixels)..(4 * Pixels)], label => Assert.Equal(Lung, label));
        Assert.Contains(Tumour, labels[(4 * Pixels)..].Select(label => (byte)label));
        Assert.DoesNotContain(Margin, labels[(4 * Pixels)..].Select(label => (byte)label));
    }

    [Fact]
    public void The_share_of_slices_that_are_given_a_tumour_is_the_recipes()
    {
        const int count = 400;
        var (values, labels) = Slices(count);
        for (var slice = 0; slice < count; slice++)
        {
            if (slice == 0) Draw(labels, 0, x => x is >= 3 and <= 6, y => y is >= 3 and <= 6, Tumour, bothMaps: true);
            else labels.AsSpan(slice * 2 * Pixels, 2 * Pixels).Fill(Lung);
        }

        Apply(values, labels, share: 0.3, [.. Enumerable.Repeat<IReadOnlyList<int>>([], count)]);

        // Four standard deviations of a binomial of 399 draws: 4 √(399 · 0.3 · 0.7) ≈ 37.
        var given = Enumerable.Range(1, count - 1).Count(slice => labels.AsSpan(slice * 2 * Pixels, Pixels).Contains(Tumour));
        Assert.InRange(given, (0.3 * 399) - 37, (0.3 * 399) + 37);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0.15)]
    [InlineData(2, 0.3)]
    [InlineData(4, 0.6)]
    [InlineData(40, 0.6)]
    public void Few_tumours_are_not_put_everywhere(int scans, double share) =>
        Assert.Equal(share, new TransplantOptions("tumour", ["lung"], 0.6).From(scans).Share, 1e-12);

    private static void Apply(float[] values, long[] labels, double share, IReadOnlyList<IReadOnlyList<int>> unknown, double atWall = 0, ulong seed = 7) =>
        new StructureTransplant(_options, new TransplantOptions("tumour", ["lung"], share, atWall)).Apply(values, labels, unknown, Side, new Xoshiro256(seed));

    /// <summary>Slices in which every value says where it is.</summary>
    private static (float[] Values, long[] Labels) Slices(int count)
    {
        var values = new float[count * Planes * Pixels];
        for (var slice = 0; slice < count; slice++)
            for (var plane = 0; plane < Planes; plane++)
                for (var pixel = 0; pixel < Pixels; pixel++) values[Plane(slice, plane) + pixel] = Value(slice, plane, pixel % Side, pixel / Side);
        return (values, new long[count * 2 * Pixels]);
    }

    private static float Value(int slice, int plane, int x, int y) => (slice * 10_000) + (plane * 1000) + At(x, y);

    private static int Plane(int slice, int plane) => ((slice * Planes) + plane) * Pixels;

    private static int Map(int slice, int map) => ((slice * 2) + map) * Pixels;

    private static int At(int x, int y) => (y * Side) + x;

    private static void Draw(long[] labels, int slice, Func<int, bool> column, Func<int, bool> row, byte label, bool bothMaps = false)
    {
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
                if (column(x) && row(y))
                    for (var map = 0; map <= (bothMaps ? 1 : 0); map++) labels[Map(slice, map) + At(x, y)] = label;
    }

    private static Structure Named(string name, byte value) => new(name, value, [], new LocalText(name, name), new RgbColour(0, 0, 0));
}
