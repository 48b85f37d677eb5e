using Lucarne.Insight.Recommendations;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Segment;

namespace Lucarne.Insight.Tests.Recommendations;

/// <summary>What the thorax recipe recommends for volumes and their change.</summary>
public sealed class ScanRecommenderTests
{
    private static readonly Recipe Thorax = Recipe.Load("thorax", SharedData.Recipes);

    [Theory]
    [InlineData(10, null, "contours-are-checked")]
    [InlineData(10, 10.0, "contours-are-checked")]
    [InlineData(0, null, "no-tumour-drawn")]
    [InlineData(0, 10.0, "no-tumour-drawn")]
    [InlineData(12.5, 10.0, "tumour-growth")]
    [InlineData(20, 10.0, "tumour-progression")]
    [InlineData(3, 10.0, "tumour-response")]
    [InlineData(5, 10.0, "contours-are-checked")]
    public void The_tumours_volume_and_its_change_choose_the_rule(double nowMl, double? beforeMl, string rule)
    {
        var now = Scan(nowMl, new DateOnly(2024, 3, 1));
        var followUp = beforeMl is { } before ? FollowUp.Of(Scan(before, new DateOnly(2024, 1, 1)), now) : null;
        Assert.Equal(rule, ScanRecommender.For(Thorax, now, followUp)!.Rule.Id);
    }

    [Fact]
    public void The_recommendation_says_volume_change_and_rule_in_both_languages()
    {
        var now = Scan(20, new DateOnly(2024, 3, 1));
        var given = ScanRecommender.For(Thorax, now, FollowUp.Of(Scan(10, new DateOnly(2024, 1, 1)), now))!;

        // 10 to 20 mL is twice as much; from 1 January to 1 March 2024, a leap year, are 60 days.
        Assert.Equal("Gross tumour volume: 20.0\u202fmL, +100% in 60 days. Rule 'tumour-progression'.", given.Basis.En);
        Assert.Equal("Volume tumoral\u202f: 20,0\u202fmL, +100\u202f% en 60 jours. Règle «\u202ftumour-progression\u202f».", given.Basis.Fr);
        Assert.StartsWith("Recommended (urgent, within 7 days): A radiologist", given.Advice.En, StringComparison.Ordinal);
        Assert.Contains("RECIST 1.1", given.Support.Fr, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recipe_without_rules_recommends_nothing() =>
        Assert.Null(ScanRecommender.For(Thorax with { Recommendations = [] }, Scan(1, new DateOnly(2024, 1, 1)), null));

    private static ScanVolumes Scan(double tumourMl, DateOnly day) => new()
    {
        Model = "thorax",
        ModelVersion = "1",
        PatientId = "P1",
        StudyDate = day,
        VoxelMl = 0.001,
        Structures = [new("gtv", 1, new LocalText("Gross tumour volume", "Volume tumoral"), (long)(1000 * tumourMl), tumourMl)],
    };
}
