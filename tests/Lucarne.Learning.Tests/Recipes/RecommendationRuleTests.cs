using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Tests.Recipes;

public sealed class RecommendationRuleTests
{
    private const string Actions = "actions: [{ en: Look, fr: Regarder }], source: { en: us, fr: nous }";

    [Fact]
    public void Rules_come_back_from_the_resolved_recipe_as_they_were()
    {
        var recipe = Read(
            $"{{ id: a, when: {{ decision: [unsure], may_be: [tumor], confidence: [0.2, 0.8] }}, urgency: urgent, within_days: 2, examination: {{ en: MRI, fr: IRM }}, {Actions} }}",
            $"{{ id: b, when: {{ class: [cyst], age_years: [0, 18], size_mm: [10, 20], volume_ml: [1, 2], earlier: [tumor] }}, {Actions} }}",
            $"{{ id: c, {Actions} }}");
        Assert.Equal(recipe, Recipe.FromYaml(recipe.ToYaml(), "resolved"));
        Assert.Equal(new NumberRange(0, 18), recipe.Recommendations[1].When.AgeYears);
        Assert.Equal((Urgency.Urgent, 2, "IRM"), (recipe.Recommendations[0].Urgency, recipe.Recommendations[0].WithinDays, recipe.Recommendations[0].Examination!.Fr));
    }

    [Fact]
    public void The_age_bound_belongs_to_the_older_and_an_unknown_age_to_nobody()
    {
        var child = new RuleConditions { AgeYears = new(0, 18) };
        Assert.True(child.Hold(Case("tumor") with { AgeYears = 17.9 }));
        Assert.False(child.Hold(Case("tumor") with { AgeYears = 18 }));
        Assert.False(child.Hold(Case("tumor")));
    }

    [Fact]
    public void A_class_is_for_a_sure_answer_and_may_be_for_all_that_cannot_be_ruled_out()
    {
        var unsure = new RuleCase(ReadingDecision.Unsure, ["cyst", "tumor"], 0.5);
        Assert.False(new RuleConditions { Class = ["tumor"] }.Hold(unsure));
        Assert.True(new RuleConditions { MayBe = ["tumor"] }.Hold(unsure));
        Assert.True(new RuleConditions { MayBe = ["tumor"] }.Hold(Case("tumor")));
        Assert.False(new RuleConditions { MayBe = ["tumor"] }.Hold(new RuleCase(ReadingDecision.NotForThisModel, [], 0.9)));
    }

    [Theory]
    [InlineData("'stone' where one of the recipe's classes", "{ id: a, when: { class: [stone] }, @ }", "{ id: b, @ }")]
    [InlineData("did you mean 'tumor'", "{ id: a, when: { class: [tumour] }, @ }", "{ id: b, @ }")]
    [InlineData("'b' never is", "{ id: a, when: { may_be: [tumor] }, @ }", "{ id: b, when: { class: [tumor] }, @ }", "{ id: c, @ }")]
    [InlineData("'b' never is", "{ id: a, @ }", "{ id: b, when: { class: [tumor] }, @ }")]
    [InlineData("'c' never is", "{ id: a, when: { class: [cyst] }, @ }", "{ id: b, when: { age_years: [0, 150] }, @ }", "{ id: c, when: { class: [cyst, tumor], age_years: [3, 4] }, @ }", "{ id: d, @ }")]
    [InlineData("there is none for 'normal'", "{ id: a, when: { decision: [unsure, not-for-this-model] }, @ }", "{ id: b, when: { class: [cyst] }, @ }")]
    [InlineData("age unknown", "{ id: a, when: { age_years: [0, 150] }, @ }")]
    [InlineData("two are called 'a'", "{ id: a, when: { class: [cyst] }, @ }", "{ id: a, @ }")]
    [InlineData("'en' and 'fr'", "{ id: a, actions: [Look], source: { en: us, fr: nous } }")]
    [InlineData("'recommendations[0].actions[0].fr' is missing", "{ id: a, actions: [{ en: Look }], source: { en: us, fr: nous } }")]
    [InlineData("'recommendations[0].source' is missing", "{ id: a, actions: [{ en: Look, fr: Regarder }] }")]
    [InlineData("a low bound below the high one", "{ id: a, when: { age_years: [18, 18] }, @ }", "{ id: b, @ }")]
    [InlineData("one of predicted, unsure, not-for-this-model", "{ id: a, when: { decision: [certain] }, @ }", "{ id: b, @ }")]
    public void A_rule_that_cannot_work_is_refused_with_its_reason(string reason, params string[] rules)
    {
        var error = Assert.Throws<RecipeException>(() => Read([.. rules.Select(rule => rule.Replace("@", Actions, StringComparison.Ordinal))]));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_an_optional_class_has_no_pictures_rules_that_speak_of_it_alone_are_gone()
    {
        var recipe = Read(
            $"{{ id: a, when: {{ class: [tumor] }}, {Actions} }}", $"{{ id: b, when: {{ class: [cyst, tumor], earlier: [tumor] }}, {Actions} }}",
            $"{{ id: c, when: {{ may_be: [cyst, tumor] }}, {Actions} }}", $"{{ id: d, {Actions} }}");
        var lacking = recipe.WithClasses(ValueList.From(recipe.Classes.Where(label => label.Name != "tumor")));
        Assert.Equal(["c", "d"], lacking.Recommendations.Select(rule => rule.Id));
        Assert.Equal(["cyst"], lacking.Recommendations[0].When.MayBe);
        Assert.Equal(lacking, Recipe.FromYaml(lacking.ToYaml(), "resolved"));
    }

    private static RuleCase Case(string name) => new(ReadingDecision.Predicted, [name], 0.9);

    private static Recipe Read(params string[] rules) => Recipe.FromYaml(
        $"name: test\ntitle: {{ en: T, fr: T }}\nclasses: [normal, cyst, {{ name: tumor, optional: true }}]\nrecommendations:\n{string.Concat(rules.Select(rule => $"  - {rule}\n"))}", "test.yaml");
}
