using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;
using Lucarne.Learning.Train;
using Lucarne.Torch;

namespace Lucarne.Learning.Tests.Train;

public class OptimiserFactoryTests
{
    private static readonly string[] Resnet = ["network.name=resnet18", "network.width=0.125", "train.optimizer.backbone_multiplier=0.1"];

    [Theory]
    [InlineData(true, 0.1)]
    [InlineData(false, 1.0)]
    public void The_backbone_has_a_rate_of_its_own_only_where_it_starts_from_weights(bool fromWeights, double backbone)
    {
        using var network = Network(TinyRecipe.Make(Resnet), out var names);
        using var optimiser = OptimiserFactory.Create(TinyRecipe.Make(Resnet).Train.Optimizer, network, fromWeights, network.IsHead);
        foreach (var group in optimiser.Groups)
            Assert.All(group.Parameters, parameter => Assert.Equal(network.IsHead(names[parameter]) ? 1 : backbone, group.RateFactor));
        Assert.Equal(names.Keys.ToHashSet(), optimiser.Groups.SelectMany(group => group.Parameters).ToHashSet());
    }

    [Theory]
    [InlineData("adamw", false)]
    [InlineData("adam", true)]
    [InlineData("sgd", true)]
    public void Biases_and_batch_norms_are_decayed_unless_decay_is_decoupled(string name, bool decayed)
    {
        var recipe = TinyRecipe.Make([.. Resnet, $"train.optimizer.name={name}"]);
        using var network = Network(recipe, out _);
        using var optimiser = OptimiserFactory.Create(recipe.Train.Optimizer, network, false, network.IsHead);
        foreach (var group in optimiser.Groups)
            Assert.All(group.Parameters, parameter => Assert.Equal(decayed || parameter.Dimensions > 1 ? 0.01 : 0, group.WeightDecay));
    }

    [Fact]
    public void A_step_moves_the_backbone_by_its_part_of_the_rate()
    {
        // Plain descent: a parameter moves by rate · factor · gradient.
        using var scope = new TensorScope();
        var recipe = TinyRecipe.Make([.. Resnet, "train.optimizer.name=sgd", "train.optimizer.weight_decay=0", "train.optimizer.momentum=0", "train.optimizer.learning_rate=0.5"]);
        using var network = Network(recipe, out var names);
        using var optimiser = OptimiserFactory.Create(recipe.Train.Optimizer, network, true, network.IsHead);
        foreach (var parameter in names.Keys) parameter.Gradient = Tensor.Ones(parameter.Shape);
        var before = names.ToDictionary(item => item.Key, item => item.Key.ToArray<float>()[0]);
        optimiser.Step();
        Assert.All(names, item => Assert.Equal(before[item.Key] - (network.IsHead(item.Value) ? 0.5 : 0.05), item.Key.ToArray<float>()[0], 1e-6));
    }

    [Fact]
    public void With_everything_frozen_there_is_nothing_to_train()
    {
        using var network = Network(TinyRecipe.Make(), out var names);
        foreach (var parameter in names.Keys) parameter.RequiresGrad = false;
        var error = Assert.Throws<TrainingException>(() => OptimiserFactory.Create(TinyRecipe.Make().Train.Optimizer, network, false, network.IsHead));
        Assert.Contains("network.freeze", error.Message, StringComparison.Ordinal);
    }

    private static Networks.Classifier Network(Recipe recipe, out Dictionary<Tensor, string> names)
    {
        var network = NetworkBuilder.Create(recipe, new NetworkFacts(["a", "b", "c", "d"]));
        names = network.NamedParameters().ToDictionary(item => item.Tensor, item => item.Name);
        return network;
    }
}
