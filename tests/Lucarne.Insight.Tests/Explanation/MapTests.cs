using System.Globalization;
using System.Text.Json;
using Lucarne.Imaging;
using Lucarne.Insight.Explanation;
using Lucarne.Learning.Randomness;
using Lucarne.Learning.Recipes;

namespace Lucarne.Insight.Tests.Explanation;

public sealed class MapTests
{
    private static readonly SquareMap Corners = new(2, 2, [0, 1, 2, 3]);

    [Fact]
    public void Between_the_centres_of_cells_a_map_is_bilinear_and_outside_them_it_stays()
    {
        Assert.Equal(0f, Corners.At(0.25, 0.25));
        Assert.Equal(1.5f, Corners.At(0.5, 0.5));
        Assert.Equal(0.5f, Corners.At(0.5, 0));
        Assert.Equal(3f, Corners.At(1, 1));
    }

    [Fact]
    public void A_squashed_picture_is_covered_by_the_whole_map()
    {
        // Four columns, their centres at 1/8, 3/8, 5/8, 7/8 of the square: 0 and 1 beyond the cells' centres, a quarter and three between.
        var values = new MapPlacing(new InputOptions { Fit = FitMode.Squash }, Flat(4, 1)).Spread(new SquareMap(2, 1, [0, 1]));
        Assert.Equal([0f, 0.25f, 0.75f, 1f], values);
    }

    [Fact]
    public void A_padded_picture_is_covered_by_the_middle_of_the_map()
    {
        // 2 × 1 pixels lie in the middle half of the square's height: their centres at its middle, half of the upper row and half of the lower.
        var values = new MapPlacing(new InputOptions { Fit = FitMode.Pad }, Flat(2, 1)).Spread(Corners);
        Assert.Equal([1f, 2f], values);
    }

    [Fact]
    public void What_a_crop_cuts_off_was_not_shown_to_the_network()
    {
        // Of three columns and one row the middle square is kept.
        var values = new MapPlacing(new InputOptions { Fit = FitMode.Crop }, Flat(3, 1)).Spread(new SquareMap(1, 1, [1]));
        Assert.Equal([0f, 1f, 0f], values);
    }

    [Fact]
    public void A_border_that_is_cut_away_has_no_map()
    {
        var samples = new byte[20 * 20];
        for (var y = 5; y < 15; y++) samples.AsSpan((y * 20) + 5, 10).Fill(200);
        var values = new MapPlacing(new InputOptions { CropToContent = true }, Picture.From8Bit(20, 20, 1, samples)).Spread(new SquareMap(1, 1, [1]));
        Assert.Equal(100, values.Count(value => value == 1));
        Assert.Equal(0, values[(4 * 20) + 10]);
        Assert.Equal(1, values[(5 * 20) + 5]);
    }

    [Fact]
    public void A_map_is_scaled_to_its_largest_value_and_what_speaks_against_the_class_is_left_out() =>
        Assert.Equal([0f, 0.5f, 1f], new SquareMap(3, 1, [-4, 2, 4]).Normalised().Values);

    [Fact]
    public void Where_a_map_is_nothing_the_picture_stays_and_where_it_is_most_half_of_it_is_yellow()
    {
        var laid = new HeatMap("a", ExplanationMethod.GradCam, Picture.From8Bit(2, 1, 1, [100, 100]), [0, 1]).Overlay(0.5);
        var top = ColourMap.At(1);
        Assert.Equal([100, 100, 100, (100 + top.Red + 1) / 2, (100 + top.Green + 1) / 2, (100 + top.Blue + 1) / 2], laid.Samples8.ToArray().Select(value => (int)value));
    }

    [Fact]
    public void A_map_without_anything_for_the_class_is_empty() => Assert.Equal([0f, 0f], new SquareMap(2, 1, [-4, 0]).Normalised().Values);

    [SkippableFact]
    public void Rank_correlation_is_scipys()
    {
        const string script = "import json, sys\nfrom scipy.stats import spearmanr\nfor a, b in json.load(sys.stdin): print(spearmanr(a, b)[0])";
        var chance = Xoshiro256.For(1, 0);

        // Rounded, so that there are ties.
        float[][][] cases = [.. Enumerable.Range(0, 5).Select(_ => Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, 30).Select(_ => (float)Math.Round(4 * chance.Unit())).ToArray()).ToArray())];
        var expected = PythonOracle.Run(script, JsonSerializer.Serialize(cases)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var (line, one) in expected.Zip(cases)) Assert.Equal(double.Parse(line, CultureInfo.InvariantCulture), RankCorrelation.Of(one[0], one[1])!.Value, 1e-10);
    }

    [Fact]
    public void A_map_that_is_the_same_everywhere_has_no_ranks() => Assert.Null(RankCorrelation.Of([1, 1, 1], [1, 2, 3]));

    private static Picture Flat(int width, int height) => Picture.From8Bit(width, height, 1, new byte[width * height]);
}
