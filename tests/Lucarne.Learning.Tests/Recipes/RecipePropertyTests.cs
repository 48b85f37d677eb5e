using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Recipes.Yaml;

namespace Lucarne.Learning.Tests.Recipes;

public class RecipePropertyTests
{
    private static readonly Recipe Base = Recipe.FromYaml("name: r\ntitle: R\nclasses: [a, b]\n", "r.yaml");

    [Fact]
    public void Any_text_and_any_number_survives_being_written_and_read_back()
    {
        var texts = ArbMap.Default.GeneratorFor<string>().Where(text => text is not null && text.EnumerateRunes().All(rune => rune.Value != 0xFFFD));
        Prop.ForAll(texts.ToArbitrary(), texts.ToArbitrary(), ArbMap.Default.ArbFor<NormalFloat>(), (en, fr, number) =>
        {
            var rate = Math.Clamp(Math.Abs(number.Get), 1e-9, 10);
            var recipe = Base with
            {
                Title = new(en, fr),
                Train = Base.Train with { Optimizer = Base.Train.Optimizer with { LearningRate = rate } },
                FromScratch = [new("train.optimizer.learning_rate", rate.ToString("R", CultureInfo.InvariantCulture))],
            };
            return Recipe.FromYaml(recipe.ToYaml(), "r.yaml") == recipe;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_edit_distance_is_a_distance_bounded_by_the_longer_word() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), ArbMap.Default.ArbFor<NonNull<string>>(), (a, b) =>
        {
            var d = NearestName.Distance(a.Get, b.Get);
            return d == NearestName.Distance(b.Get, a.Get)
                && d <= Math.Max(a.Get.Length, b.Get.Length)
                && d >= Math.Abs(a.Get.Length - b.Get.Length)
                && (d == 0) == (a.Get == b.Get);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_text_of_up_to_four_telling_letters_is_read_or_refused_with_a_recipe_error()
    {
        const string letters = "a[{:,\n\"'#-&!|? ";
        var lost = 0;
        IEnumerable<string> texts = [""];
        for (var length = 1; length <= 4; length++)
        {
            texts = texts.SelectMany(text => letters.Select(letter => text + letter)).ToArray();
            foreach (var text in texts)
            {
                var error = Record.Exception(() => YamlReader.ReadNode("k: " + text, "r.yaml", lines: true));
                Assert.True(error is null or RecipeException, $"{error?.GetType()} for '{text}'");
                if (error?.Message.Contains("that can be followed", StringComparison.Ordinal) == true) lost++;
            }
        }

        Assert.True(lost > 0);
    }

    [Fact]
    public void No_text_makes_the_reader_fail_in_any_other_way_than_a_recipe_error() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            foreach (var yaml in (string[])[text.Get, $"name: r\ntitle: R\nclasses: [a, b]\ntrain: {text.Get}"])
            {
                try
                {
                    Recipe.FromYaml(yaml, "r.yaml");
                }
                catch (RecipeException)
                {
                    // What was asked for.
                }
            }
        }).QuickCheckThrowOnFailure();
}
