using Lucarne.Insight.Neighbours;
using Lucarne.Insight.Recommendations;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;

namespace Lucarne.Insight.Tests.Recommendations;

public sealed class RecommenderTests
{
    private static readonly Recipe Kidney = Recipe.Load("kidney-ct", RecipesFolder());

    [Theory]
    [InlineData("normal", null, "normal", Urgency.Routine)]
    [InlineData("cyst", null, "cyst", Urgency.Routine)]
    [InlineData("stone", 40.0, "stone", Urgency.Soon)]
    [InlineData("stone", 6.0, "stone-child", Urgency.Soon)]
    [InlineData("tumor", null, "tumour-age-unknown", Urgency.Urgent)]
    [InlineData("tumor", 18.0, "tumour", Urgency.Urgent)]
    [InlineData("tumor", 4.0, "tumour-child", Urgency.Urgent)]
    public void Each_answer_of_the_kidney_recipe_leads_to_what_its_doctors_state(string answer, double? age, string rule, Urgency urgency)
    {
        var given = new Recommender(Kidney).For(new RuleCase(ReadingDecision.Predicted, [answer], 0.97, age), [])!;
        Assert.Equal((rule, urgency), (given.Rule.Id, given.Rule.Urgency));
        Assert.Null(given.NeighboursAgree);
    }

    [Fact]
    public void What_is_unsure_or_foreign_is_read_by_a_person_first_and_soonest_where_a_tumour_is_possible()
    {
        var recommender = new Recommender(Kidney);
        Assert.Equal("unsure-tumour-possible", recommender.For(new RuleCase(ReadingDecision.Unsure, ["cyst", "tumor"], 0.5), [])!.Rule.Id);
        Assert.Equal("unsure", recommender.For(new RuleCase(ReadingDecision.Unsure, ["cyst", "normal"], 0.5), [])!.Rule.Id);
        Assert.Equal("not-for-this-model", recommender.For(new RuleCase(ReadingDecision.NotForThisModel, [], 0.99), [])!.Rule.Id);
    }

    [Fact]
    public void A_recommendation_says_what_it_rests_on_in_both_languages()
    {
        var neighbours = new[] { new Neighbour("a.png", "tumor", 0.1, null), new Neighbour("b.png", "cyst", 0.2, null), new Neighbour("c.png", "tumor", 0.3, null) };
        var given = new Recommender(Kidney).For(new RuleCase(ReadingDecision.Predicted, ["tumor"], 0.934, 4.5), neighbours)!;
        Assert.Equal("The model says Tumour (93%); the patient is 4.5 years old. Rule 'tumour-child'. Of the 3 most similar known cases 2 are Tumour.", given.Basis.En);
        Assert.Equal("Le modèle répond\u202f: Tumeur (93\u202f%)\u202f; le patient a 4,5\u202fans. Règle «\u202ftumour-child\u202f». Parmi les 3 cas connus les plus semblables, 2\u202f: Tumeur.", given.Basis.Fr);
        Assert.True(given.NeighboursAgree);
    }

    [Fact]
    public void Neighbours_of_another_class_are_flagged()
    {
        var given = new Recommender(Kidney).For(new RuleCase(ReadingDecision.Predicted, ["normal"], 0.9), [new("a.png", "tumor", 0.1, null), new("b.png", "normal", 0.2, null)])!;
        Assert.False(given.NeighboursAgree);
    }

    [Fact]
    public void An_answer_that_contradicts_an_earlier_finding_asks_for_a_comparison()
    {
        var given = new Recommender(Kidney).For(new RuleCase(ReadingDecision.Predicted, ["normal"], 0.9, Earlier: ["tumor"]), [])!;
        Assert.Equal("normal-after-finding", given.Rule.Id);
        Assert.Contains("an earlier study showed Tumour", given.Basis.En, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_that_the_recipe_does_not_have_is_refused_in_the_answer_and_among_earlier_findings()
    {
        var recommender = new Recommender(Kidney);
        foreach (var wrong in new[] { new RuleCase(ReadingDecision.Predicted, ["heart"], 0.9), new RuleCase(ReadingDecision.Predicted, ["normal"], 0.9, Earlier: ["heart"]) })
            Assert.Contains("no class 'heart'", Assert.Throws<PredictException>(() => recommender.For(wrong, [])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Decision.Predicted, "tumour-age-unknown")]
    [InlineData(Decision.Unsure, "unsure-tumour-possible")]
    [InlineData(Decision.NotForThisModel, "not-for-this-model")]
    [InlineData(Decision.CertaintyUnknown, "unsure-tumour-possible")]
    public void A_reading_leads_to_the_rule_for_what_is_to_be_made_of_it(Decision decision, string rule)
    {
        var reading = new PictureReading
        {
            File = "a.png",
            PredictedClass = "tumor",
            Confidence = 0.6,
            Probabilities = new Dictionary<string, double> { ["normal"] = 0.1, ["cyst"] = 0.2, ["tumor"] = 0.6, ["stone"] = 0.1 },
            Decision = decision,
            PredictionSet = decision == Decision.Unsure ? ["tumor", "cyst"] : [],
            Model = "kidney-ct",
            Sentence = new("", ""),
            Notice = new("", ""),
        };
        Assert.Equal(rule, new Recommender(Kidney).For(reading, PatientFacts.Unknown)!.Rule.Id);
    }

    [Fact]
    public void Unsure_without_a_class_ruled_out_a_tumour_is_possible() =>
        Assert.Equal(["normal", "tumor"], Recommender.CaseOf(Decision.Unsure, "normal", 0.6, [], ["normal", "tumor"], PatientFacts.Unknown).Possible);

    private static string RecipesFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Lucarne.slnx"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "recipes");
    }
}
