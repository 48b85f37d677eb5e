using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Tests.Recipes;

public class OwnRecipesTests
{
    public static TheoryData<string, string?> All
    {
        get
        {
            var data = new TheoryData<string, string?>();
            foreach (var entry in new RecipeCatalogue(RepositoryRecipes.Folder).List())
            {
                data.Add(entry.Name, null);
                foreach (var variant in entry.Variants) data.Add(entry.Name, variant);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_recipe_and_variant_is_read_back_equal_from_its_resolved_text(string name, string? variant)
    {
        var recipe = Recipe.Load(name, RepositoryRecipes.Folder, variant);
        var text = recipe.ToYaml();
        var again = Recipe.FromYaml(text, "recipe.yaml");
        Assert.Equal(recipe, again);
        Assert.Equal(text, again.ToYaml());
        Assert.Equal(recipe.WithoutWeights(), again.WithoutWeights());
    }

    [Fact]
    public void All_systems_are_there_with_the_variants_of_their_originals()
    {
        var entries = new RecipeCatalogue(RepositoryRecipes.Folder).List();
        Assert.Equal(["brain-mri", "chest-xray", "kidney-ct", "kidney-phantom", "modality", "thorax"], entries.Select(entry => entry.Name));
        Assert.All(entries, entry => Assert.NotEqual(entry.Title.En, entry.Title.Fr));
        Assert.Equal(["original-resnet50", "original-vgg16", "original-densenet121"], entries[2].Variants);
    }

    [Fact]
    public void The_original_chest_network_has_the_numbers_that_its_system_states()
    {
        var recipe = Recipe.Load("chest-xray/original", RepositoryRecipes.Folder);
        Assert.Equal("resnet50", recipe.Network.Name);
        Assert.Equal([new(HeadStepKind.Dropout, 0.5), new(HeadStepKind.Linear, 512), new(HeadStepKind.Relu, 0), new(HeadStepKind.Dropout, 0.3)], recipe.Network.Head);
        Assert.Equal((OptimizerName.Adam, 1e-3, 1e-4), (recipe.Train.Optimizer.Name, recipe.Train.Optimizer.LearningRate, recipe.Train.Optimizer.WeightDecay));
        Assert.Equal((ScheduleName.Plateau, 5), (recipe.Train.Schedule.Name, recipe.Train.Schedule.Patience));
        Assert.Equal((32, 224, Normalisation.Imagenet), (recipe.Train.BatchSize, recipe.Input.Size, recipe.Input.Normalisation));
    }

    [Fact]
    public void The_original_brain_network_is_a_sigmoid_on_eighty_twenty()
    {
        var recipe = Recipe.Load("brain-mri/original", RepositoryRecipes.Folder);
        Assert.Equal(("yes", LossName.BinaryCrossEntropy), (recipe.BinaryPositive, recipe.Train.Loss.Name));
        Assert.Equal((128, Normalisation.ZeroOne, "sequential", 32), (recipe.Input.Size, recipe.Input.Normalisation, recipe.Network.Name, recipe.Train.BatchSize));
        Assert.Equal(0.20, recipe.Split.Test);
        Assert.Equal(0.80, recipe.Split.Train + recipe.Split.Validation, 12);
    }

    [Fact]
    public void The_original_modality_network_has_four_convolutions_and_three_epochs()
    {
        var recipe = Recipe.Load("modality/original", RepositoryRecipes.Folder);
        Assert.Equal([128, 64, 32, 16], recipe.Network.Sequential.Filters);
        Assert.Equal((4, 3), (recipe.Network.Sequential.Kernel, recipe.Train.Epochs));
        Assert.Equal([64], recipe.Network.Sequential.Dense);
    }

    [Fact]
    public void The_original_thorax_network_has_the_numbers_that_its_system_states()
    {
        var recipe = Recipe.Load("thorax/original", RepositoryRecipes.Folder);
        Assert.Equal((RecipeTask.Segmentation, 8), (recipe.Task, recipe.Segmentation!.Channels));
        Assert.Equal((new NumberRange(-1000, 400), 256, VolumeNormalisation.ZScore), (recipe.Segmentation.Prepare.WindowHu, recipe.Segmentation.Prepare.Size, recipe.Segmentation.Prepare.Normalisation));
        Assert.Equal((256, SliceRegion.Picture, 1), (recipe.Segmentation.Input.Size, recipe.Segmentation.Input.Region, recipe.Segmentation.Input.Planes));
        Assert.Equal((NetworkOptions.UNet, 64), (recipe.Network.Name, recipe.Network.Width));
        Assert.Equal((LossName.CrossEntropyDice, 0.5, false), (recipe.Train.Loss.Name, recipe.Train.Loss.DiceShare, recipe.Train.Loss.Beneath));
        Assert.Equal((OptimizerName.Adam, 1e-4, 10), (recipe.Train.Optimizer.Name, recipe.Train.Optimizer.LearningRate, recipe.Train.EarlyStopping));
        Assert.Equal((0.70, 0.15, 0.15), (recipe.Split.Train, recipe.Split.Validation, recipe.Split.Test));
    }

    [Fact]
    public void Without_weights_the_block_from_scratch_takes_over()
    {
        var recipe = Recipe.Load("kidney-ct", RepositoryRecipes.Folder);
        var scratch = recipe.WithoutWeights();
        Assert.True(recipe.Network.WantsWeights);
        Assert.Equal(("none", "resnet18", 128), (scratch.Network.Weights, scratch.Network.Name, scratch.Input.Size));
        Assert.Equal(recipe.Augment, scratch.Augment);
        Assert.Empty(scratch.FromScratch);
    }

    [Fact]
    public void A_value_given_on_the_command_line_holds_with_and_without_weights()
    {
        var recipe = Recipe.Load("kidney-ct", RepositoryRecipes.Folder, overrides: ["train.epochs=2", "input.size=64"]);
        Assert.Equal((2, 64), (recipe.Train.Epochs, recipe.Input.Size));
        Assert.Equal((2, 64), (recipe.WithoutWeights().Train.Epochs, recipe.WithoutWeights().Input.Size));
    }
}
