using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Tests.Recipes;

/// <summary>Rules about the volume of a drawn structure and how it changed.</summary>
public sealed class StructureRuleTests
{
    private const string Actions = "actions: [{ en: Look, fr: Regarder }], source: { en: us, fr: nous }";

    [Fact]
    public void Rules_come_back_from_the_resolved_recipe_as_they_were()
    {
        var recipe = Read($"{{ id: a, when: {{ structure: gtv, volume_ml: [0, 2], change_percent: [-50, 25] }}, {Actions} }}", $"{{ id: b, {Actions} }}");
        Assert.Equal(recipe, Recipe.FromYaml(recipe.ToYaml(), "resolved"));
        Assert.Equal(new NumberRange(-50, 25), recipe.Recommendations[0].When.ChangePercent);
    }

    [Fact]
    public void A_change_that_nobody_measured_holds_no_rule_and_the_bound_belongs_to_the_larger()
    {
        var growth = new RuleConditions { Structure = "gtv", ChangePercent = new(25, 73) };
        Assert.True(growth.Hold(Scan("gtv", 10, 25)));
        Assert.False(growth.Hold(Scan("gtv", 10, 73)));
        Assert.False(growth.Hold(Scan("gtv", 10, null)));
        Assert.False(growth.Hold(Scan("heart", 10, 30)));
        Assert.True(new RuleConditions { Structure = "gtv", VolumeMl = new(0, 0.1) }.Hold(Scan("gtv", 0, null)));
    }

    [Theory]
    [InlineData("did you mean 'gtv'", "{ id: a, when: { structure: gtw, volume_ml: [0, 1] }, @ }", "{ id: b, @ }")]
    [InlineData("a structure together with", "{ id: a, when: { volume_ml: [0, 1] }, @ }", "{ id: b, @ }")]
    [InlineData("a structure together with", "{ id: a, when: { structure: gtv }, @ }", "{ id: b, @ }")]
    [InlineData("recommendations[0].when.class", "{ id: a, when: { class: [gtv] }, @ }", "{ id: b, @ }")]
    [InlineData("'b' never is", "{ id: a, when: { structure: gtv, change_percent: [10, 1000] }, @ }", "{ id: b, when: { structure: gtv, change_percent: [20, 30] }, @ }", "{ id: c, @ }")]
    [InlineData("change unknown", "{ id: a, when: { structure: gtv, change_percent: [-100, 1000000] }, @ }")]
    public void A_rule_that_cannot_work_is_refused_with_its_reason(string reason, params string[] rules)
    {
        var error = Assert.Throws<RecipeException>(() => Read([.. rules.Select(rule => rule.Replace("@", Actions, StringComparison.Ordinal))]));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private static RuleCase Scan(string structure, double volumeMl, double? changePercent) =>
        new(ReadingDecision.Predicted, [], 1) { Structures = new Dictionary<string, StructureMeasure> { [structure] = new(volumeMl, changePercent) } };

    private static Recipe Read(params string[] rules) => Recipe.FromYaml(
        $$"""
        name: scans
        task: segmentation
        title: { en: Scans, fr: Examens }
        structures:
          - { name: gtv, value: 1, colour: "#e6194b", label: { en: Tumour, fr: Tumeur } }
          - { name: heart, value: 2, colour: "#f032e6", label: { en: Heart, fr: Cœur } }
        paint_order: [heart, gtv]
        recommendations:
        {{string.Join('\n', rules.Select(rule => "  - " + rule))}}
        """, "scans.yaml");
}
