using Lucarne.Insight.Recommendations;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;

namespace Lucarne.Insight.Tests.Recommendations;

public sealed class ReviewedRulesTests : IDisposable
{
    private const string Head = "name: r\ntitle: R\nclasses: [a, b]\n";

    private static readonly Recipe Model = Recipe.FromYaml(Head + Rule("first"), "model");

    private readonly string _run = Directory.CreateTempSubdirectory("lucarne-rules-").FullName;

    public void Dispose() => Directory.Delete(_run, recursive: true);

    [Fact]
    public void Rules_that_a_doctor_changed_are_used_and_all_else_is_the_models()
    {
        Assert.Same(Model, ReviewedRules.In(_run, Model));
        Write(Head.Replace("title: R", "title: Other", StringComparison.Ordinal) + Rule("second"));
        var reviewed = ReviewedRules.In(_run, Model);
        Assert.Equal("second", Assert.Single(reviewed.Recommendations).Id);
        Assert.Equal("R", reviewed.Title.En);
    }

    [Fact]
    public void A_mistake_in_them_and_other_classes_are_refused()
    {
        Write(Head + Rule("second").Replace("source:", "sauce:", StringComparison.Ordinal));
        Assert.Contains("source", Assert.Throws<PredictException>(() => ReviewedRules.In(_run, Model)).Message, StringComparison.Ordinal);
        Write(Head.Replace("[a, b]", "[b, a]", StringComparison.Ordinal));
        Assert.Contains("other classes", Assert.Throws<PredictException>(() => ReviewedRules.In(_run, Model)).Message, StringComparison.Ordinal);
    }

    private static string Rule(string id) => $"recommendations:\n  - {{ id: {id}, actions: [{{ en: Look, fr: Regarder }}], source: {{ en: us, fr: nous }} }}\n";

    private void Write(string recipe) => File.WriteAllText(Path.Combine(_run, "recipe.yaml"), recipe);
}
