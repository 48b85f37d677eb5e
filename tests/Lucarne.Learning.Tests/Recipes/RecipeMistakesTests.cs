using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Tests.Recipes;

public class RecipeMistakesTests
{
    private const string One = "structures: [{ name: a, value: 1, colour: '#000000' }]\n";
    private const string Small = "name: r\ntitle: R\nclasses: [a, b]\n";

    [Theory]
    [InlineData("train: { epohcs: 3 }", "r.yaml, line 4: the key 'train.epohcs' is not known here; did you mean 'epochs'?")]
    [InlineData("trian: { epochs: 3 }", "r.yaml, line 4: the key 'trian' is not known here; did you mean 'train'?")]
    [InlineData("train:\n  optimizer:\n    lr: 3", "r.yaml, line 6: the key 'train.optimizer.lr' is not known here; the known keys are name, learning_rate, weight_decay, momentum, backbone_multiplier.")]
    [InlineData("train: { epochs: many }", "r.yaml, line 4: 'train.epochs' is 'many' where a whole number from 1 to 100000 was expected.")]
    [InlineData("train: { epochs: 0 }", "r.yaml, line 4: 'train.epochs' is '0' where a whole number from 1 to 100000 was expected.")]
    [InlineData("train: { epochs: \"3\", batch_size: 1.5 }", "'train.epochs' is '3'")]
    [InlineData("train: 3", "'train' is '3' where a block of keys was expected")]
    [InlineData("augment: { brightness: .nan }", "'augment.brightness' is '.nan' where a number from 0 to 1 was expected")]
    [InlineData("augment: { zoom: [1.2, 1.1] }", "'augment.zoom' is '1.2' where a low bound not above the high one ('1.1') was expected")]
    [InlineData("augment: { horizontal_flip: yes }", "'augment.horizontal_flip' is 'yes' where true or false was expected")]
    [InlineData("network: { name: resnet51 }", "(did you mean 'resnet50'?)")]
    [InlineData("network: { head: [dropuot 0.5] }", "'network.head[0]' is 'dropuot 0.5' where 'dropout 0.5', 'linear 512' or 'relu'")]
    [InlineData("network: { name: sequential }", "'network.weights' is a block of keys where 'none' or a file was expected")]
    [InlineData("split: { train: 0.5 }", "train, validation and test summing to 1 (they sum to 0.8) were expected")]
    [InlineData("data: { group_pattern: '(' }", "a regular expression with exactly one capturing group was expected")]
    [InlineData("data: { group_pattern: 'a' }", "a regular expression with exactly one capturing group was expected")]
    [InlineData("train: { loss: { name: binary-cross-entropy } }", "'binary_positive' naming the class")]
    [InlineData("certainty: { coverage: 95 }", "'certainty.coverage' is '95' where a number from 0.5 to 0.999 was expected")]
    [InlineData("routes: { c: chest-xray }", "classes of the recipe (a, b) were expected as keys (found 'c')")]
    [InlineData("routes: { a: [chest-xray] }", "'routes.a' is a list of 1 where a text was expected")]
    [InlineData("binary_positive: c", "one of exactly two classes was expected, and the classes are a, b")]
    [InlineData("name: s", "r.yaml, line 4: the key 'name' was already written on line 1; keep one of the two.")]
    [InlineData("train: &x { epochs: 3 }", "r.yaml, line 4 uses an anchor or an alias")]
    [InlineData("train: { epochs: 3", "is not YAML")]
    [InlineData("---\nname: s", "starts a second document")]
    [InlineData("variants: { v: { trian: {} } }", "the key 'trian' is not known here")]
    [InlineData("from_scratch: { train: { epohcs: 3 } }", "the key 'train.epohcs' is not known here; did you mean 'epochs'?")]
    public void A_mistake_is_named_with_its_place_and_what_was_expected(string lines, string expected)
    {
        var error = Assert.Throws<RecipeException>(() => Recipe.FromYaml(Small + lines, "r.yaml"));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("name: r\ntitle: R\n", "'classes' is")]
    [InlineData("name: r\ntitle: R\nclasses: [a]\n", "a list of at least two classes was expected")]
    [InlineData("name: r\ntitle: R\nclasses: [Été, ete]\n", "'ete' names both 'Été' and 'ete'")]
    [InlineData("name: r\ntitle: R\nclasses: [\"a,b\", c]\n", "class names of 1 to 64 letters without commas")]
    [InlineData("name: r\nclasses: [a, b]\n", "'title' is missing")]
    [InlineData("", "r.yaml holds nothing where a recipe's block of keys was expected")]
    public void A_recipe_without_its_classes_or_title_is_refused(string yaml, string expected) =>
        Assert.Contains(expected, Assert.Throws<RecipeException>(() => Recipe.FromYaml(yaml, "r.yaml")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(One + "classes: [a, b]", "the key 'classes' is not known here")]
    [InlineData("structures: []", "'structures' is a list of 0 where a list of 1 to 100 structures was expected")]
    [InlineData("structures: [{ name: a, value: 2, colour: '#000000' }]", "values 1, 2, … in the order of the list were expected (a has 2 in place 1)")]
    [InlineData("structures: [{ name: a, value: 1, colour: black }]", "'structures[0].colour' is 'black' where a colour such as")]
    [InlineData("structures: [{ name: 'a b', value: 1, colour: '#000000' }]", "1 to 32 letters, digits, '_' or '-'")]
    [InlineData("structures: [{ name: a, value: 1, colour: '#000000', aliases: ['*'] }]", "a name with a letter or a digit was expected")]
    [InlineData("structures: [{ name: a, value: 1, colour: '#000000', aliases: [Œ] }, { name: oe, value: 2, colour: '#000001' }]", "'oe' names both 'a' and 'oe'")]
    [InlineData(One + "paint_order: [a, a]", "each structure once was expected (a)")]
    [InlineData(One + "input: { size: 100 }", "a multiple of 16 was expected")]
    [InlineData(One + "prepare: { window_hu: [400, 400] }", "a low bound below the high one was expected")]
    [InlineData(One + "augment: { horizontal_flip: true }", "no flip was expected: it exchanges left and right")]
    [InlineData(One + "network: { name: resnet18 }", "one of unet was expected")]
    [InlineData(One + "train: { loss: { name: cross-entropy } }", "cross-entropy-dice or cross-entropy-log-dice was expected, for this is a segmentation")]
    [InlineData(One + "segment: { largest_only: [b] }", "names of structures were expected (a)")]
    [InlineData("structures: [{ name: a, value: 1, colour: '#000000', around: b }]", "as what a lies around (found 'b')")]
    public void A_mistake_in_a_segmentation_recipe_is_named(string lines, string expected)
    {
        var error = Assert.Throws<RecipeException>(() => Recipe.FromYaml("name: r\ntask: segmentation\ntitle: R\n" + lines, "r.yaml"));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("structures: [{ name: a, value: 1, colour: '#000000' }]", "the key 'structures' is not known here")]
    [InlineData("network: { name: unet }", "'network.name' is 'unet'")]
    [InlineData("train: { loss: { name: cross-entropy-dice } }", "for this is a classification")]
    [InlineData("train: { loss: { dice_share: 0.5 } }", "only a segmentation has a Dice loss")]
    [InlineData("train: { loss: { fading_weights: true } }", "only a segmentation's weights fade")]
    public void A_classification_recipe_takes_nothing_of_a_segmentation(string lines, string expected) =>
        Assert.Contains(expected, Assert.Throws<RecipeException>(() => Recipe.FromYaml(Small + lines, "r.yaml")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("train.epohcs=3", "--set train.epohcs=3: the key 'train.epohcs' is not known here; did you mean 'epochs'?")]
    [InlineData("train.epochs=-3", "--set train.epochs=-3: 'train.epochs' is '-3' where a whole number from 1 to 100000 was expected.")]
    [InlineData("train.epochs", "--set train.epochs has no key; write it as key.path=value, such as train.epochs=10.")]
    [InlineData("=3", "has no key")]
    [InlineData("network.head=[relu", "is not YAML")]
    public void An_override_is_held_to_the_same_rules(string set, string expected) =>
        Assert.StartsWith(expected, Strip(Assert.Throws<RecipeException>(() => Recipe.FromYaml(Small, "r.yaml", overrides: [set])).Message, expected), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_recipe_names_the_nearest_one()
    {
        var error = Assert.Throws<RecipeException>(() => Recipe.Load("kidny-ct", RepositoryRecipes.Folder));
        Assert.Equal(
            "There is no recipe 'kidny-ct'; did you mean 'kidney-ct'? the recipes are brain-mri, chest-xray, kidney-ct, kidney-phantom, modality, thorax, and the path of a YAML file works too.",
            error.Message);
    }

    [Fact]
    public void An_unknown_variant_names_those_there_are()
    {
        var error = Assert.Throws<RecipeException>(() => Recipe.Load("chest-xray/origin", RepositoryRecipes.Folder));
        Assert.EndsWith("has no variant 'origin'; the variants are original.", error.Message, StringComparison.Ordinal);
    }

    // Where only a part of the sentence is expected, it may start anywhere.
    private static string Strip(string message, string expected)
    {
        var at = message.IndexOf(expected, StringComparison.Ordinal);
        return at < 0 ? message : message[at..];
    }
}
