using Lucarne.Imaging;
using Lucarne.Insight.Exploration;
using Lucarne.Insight.Features;
using Lucarne.Learning.Check;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Randomness;
using Lucarne.Learning.Recipes;

namespace Lucarne.Insight.Tests.Exploration;

public sealed class ShortcutTests
{
    private const int Count = 120;

    private static readonly int[] Labels = [.. Enumerable.Range(0, Count).Select(i => i % 2)];

    [Fact]
    public void A_marker_in_the_corner_of_one_class_is_a_shortcut_and_what_lies_in_the_middle_is_none()
    {
        var marked = Test(corner: true, middle: false);
        Assert.True(marked.Scores.Single(score => score.Source == ShortcutTest.Border) is { Shortcut: true, BalancedAccuracy: > 0.95 });
        var lesion = Test(corner: false, middle: true);
        Assert.True(lesion.Scores.Single(score => score.Source == ShortcutTest.Border) is { Shortcut: false, BalancedAccuracy: < 0.65 });
        Assert.True(lesion.Scores.Single(score => score.Source == ShortcutTest.Whole).BalancedAccuracy > 0.95);
    }

    [Fact]
    public void Copies_of_a_picture_do_not_help_for_their_group_is_judged_together()
    {
        // Sixty pictures of pure noise, each there twice with its class: only a test that parts copies could tell the classes.
        var random = Xoshiro256.For(8);
        var rows = Enumerable.Range(0, 60).Select(_ => Enumerable.Range(0, 80).Select(_ => random.Normal()).ToArray()).SelectMany(row => new[] { row, row }).ToArray();
        int[] labels = [.. Enumerable.Range(0, 120).Select(i => i / 2 % 2)];
        var test = ShortcutTest.Of([(ShortcutTest.Whole, rows)], labels, [.. Enumerable.Range(0, 120).Select(i => $"{i / 2}")], 2, 4, CancellationToken.None);
        Assert.InRange(test.Scores[0].BalancedAccuracy, 0.25, 0.75);
    }

    [Theory]
    // Chance ½, whole 0.9: the lead is 0.4, three quarters of it 0.3; and 0.15 above chance are needed at least.
    [InlineData(0.81, 0.9, true)]
    [InlineData(0.79, 0.9, false)]
    [InlineData(0.6, 0.6, false)]
    public void A_shortcut_has_three_quarters_of_the_lead_and_a_lead_of_its_own(double score, double whole, bool shortcut) =>
        Assert.Equal(shortcut, ShortcutTest.IsShortcut(score, whole, 0.5));

    [Fact]
    public void Too_few_groups_make_no_test() =>
        Assert.Empty(ShortcutTest.Of([(ShortcutTest.Whole, [.. Labels.Select(label => new double[] { label })])], Labels, [.. Labels.Select((_, i) => $"{i % 4}")], 2, 1, CancellationToken.None).Scores);

    [Fact]
    public void A_picture_unlike_all_others_is_the_first_outlier()
    {
        var random = Xoshiro256.For(6);
        FeatureRow[] rows = [.. Enumerable.Range(0, 60).Select(i => new FeatureRow($"{i}.png", "all", "x", [.. Enumerable.Range(0, 6).Select(_ => random.Normal() + (i == 17 ? 9 : 0))]))];
        var found = OutlierSearch.Of(new([.. Enumerable.Range(0, 6).Select(i => $"f{i}")], rows));
        Assert.Equal("17.png", found[0].File);
        Assert.True(found[0].Unusual);
        Assert.True(found[0].Distance > 3);
    }

    [Fact]
    public void The_mean_picture_and_its_deviation_are_those_of_the_pictures()
    {
        var means = new ClassMeans(2);
        means.Add(0, [.. Enumerable.Repeat((byte)40, PictureLook.Side * PictureLook.Side)]);
        means.Add(0, [.. Enumerable.Repeat((byte)60, PictureLook.Side * PictureLook.Side)]);
        // Mean 50; deviation 10, drawn 2.5 times as bright.
        Assert.Equal(50, means.Mean(0)![3, 4]);
        Assert.Equal(25, means.Deviation(0)![3, 4]);
        Assert.Null(means.Mean(1));
    }

    [SkippableFact]
    public void The_chest_radiographs_give_their_class_away_at_the_border()
    {
        var data = SharedData.Folder("chest-xray");
        var recipe = Recipe.Load("chest-xray", SharedData.Recipes, null, []);
        var folder = PictureFolder.Read(data, recipe, "unused");
        recipe = recipe with { Classes = folder.Classes };
        var place = Directory.CreateTempSubdirectory("lucarne-exploration-");
        try
        {
            var outcome = DataExploration.Write(DatasetCheck.Run(folder, recipe), recipe, place.FullName);
            Assert.Contains(outcome.Warnings, warning => warning.StartsWith("Shortcut: the border and corners alone", StringComparison.Ordinal));
            Assert.Contains("Raccourci", File.ReadAllText(outcome.Page), StringComparison.Ordinal);
            var (facts, pictures) = new ExplorationFiles(place.FullName).Read();
            Assert.Equal(251, pictures.Count);
            Assert.True(facts.Shortcuts.Scores.Single(score => score.Source == ShortcutTest.Border).BalancedAccuracy > 0.7);
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    private static ShortcutTest Test(bool corner, bool middle)
    {
        var looks = Labels.Select((label, i) => PictureLook.Of(Draw(i, corner && label == 1, middle && label == 1))).ToArray();
        return ShortcutTest.Of(
            [(ShortcutTest.Border, [.. looks.Select(look => look.Border())]), (ShortcutTest.Whole, [.. looks.Select(look => look.Thumbnail())])],
            Labels, [.. Labels.Select((_, i) => $"{i}")], 2, 1, CancellationToken.None);
    }

    private static Picture Draw(int seed, bool corner, bool middle)
    {
        var random = Xoshiro256.For(seed, 77);
        var samples = new byte[64 * 64];
        for (var i = 0; i < samples.Length; i++)
        {
            var (x, y) = (i % 64, i / 64);
            var bright = (corner && x < 10 && y < 8) || (middle && x is > 24 and < 40 && y is > 24 and < 40);
            samples[i] = (byte)((bright ? 160 : 60) + random.Below(60));
        }

        return Picture.From8Bit(64, 64, 1, samples);
    }
}
