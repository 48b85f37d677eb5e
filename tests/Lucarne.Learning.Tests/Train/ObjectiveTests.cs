using Lucarne.Learning.Load;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Train;
using Lucarne.Torch;

namespace Lucarne.Learning.Tests.Train;

public sealed class ObjectiveTests : IDisposable
{
    private readonly TensorScope _scope = new();

    // Softmax of (ln 2, 0, 0) is (1/2, 1/4, 1/4).
    private readonly double[] _half = [Math.Log(2), 0, 0];

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Balanced_weights_are_all_pictures_over_classes_times_those_of_the_class()
    {
        // 60 pictures, 3 classes: 60 / (3 · 10) = 2, 60 / (3 · 30) = 2/3, 60 / (3 · 20) = 1.
        var objective = new Objective(Three(ClassWeights.Balanced), [10, 30, 20]);
        Assert.Equal([2, 2.0 / 3, 1], objective.ClassWeights);
        Assert.Equal([1, 1, 1], new Objective(Three(ClassWeights.None), [10, 30, 20]).ClassWeights);
    }

    [Fact]
    public void Weighted_cross_entropy_is_the_weighted_mean_of_the_surprises()
    {
        var objective = new Objective(Three(ClassWeights.Balanced), [10, 30, 20]);
        var expected = ((2 * Math.Log(2)) + (2.0 / 3 * Math.Log(4))) / (2 + (2.0 / 3));
        Assert.Equal(expected, Loss(objective, [0, 1], _half, _half), 1e-6);
        Assert.Equal(expected, objective.Plain([[0.5, 0.25, 0.25], [0.5, 0.25, 0.25]], [0, 1]), 1e-12);
    }

    [Fact]
    public void Smoothing_spreads_a_share_of_the_target_over_all_classes()
    {
        // 0.3 spread over three: targets 0.8, 0.1, 0.1.
        var objective = new Objective(Three(ClassWeights.None, smoothing: 0.3), [1, 1, 1]);
        Assert.Equal((0.8 * Math.Log(2)) + (0.2 * Math.Log(4)), Loss(objective, [0], _half), 1e-6);

        // Epochs are compared by the loss without smoothing.
        Assert.Equal(Math.Log(2), objective.Plain([[0.5, 0.25, 0.25]], [0]), 1e-12);
    }

    [Fact]
    public void Mixed_pictures_have_mixed_targets()
    {
        var objective = new Objective(Three(ClassWeights.None), [1, 1, 1]);
        var batch = new Batch(Tensor.Zeros([1]), [0, 2], new Mix([1, 1], [0.7, 0.4]));

        // The first is 0.7 of class 0 and 0.3 of class 2; the second is mixed with itself.
        var expected = ((0.7 * Math.Log(2)) + (0.3 * Math.Log(4)) + Math.Log(4)) / 2;
        Assert.Equal(expected, objective.Loss(Rows(_half, _half), batch).Item(), 1e-6);
    }

    [Theory]
    [InlineData("yes", 0.75, 0.25)]
    [InlineData("no", 0.25, 0.75)]
    public void One_output_is_the_probability_of_the_positive_class_wherever_it_stands(string positive, double yes, double no)
    {
        // The logit ln 3 is the probability 3/4.
        var objective = new Objective(Two(positive), [1, 1]);
        Assert.Equal([yes, no], objective.Probabilities(Rows([Math.Log(3)])).ToArray<float>().Select(value => Math.Round(value, 6)));
        Assert.Equal(-Math.Log(yes), Loss(objective, [0], [Math.Log(3)]), 1e-6);
        Assert.Equal(-Math.Log(no), Loss(objective, [1], [Math.Log(3)]), 1e-6);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("no")]
    public void Class_weights_of_one_output_weigh_both_classes(string positive)
    {
        // 40 pictures, 10 of class 0: weights 40 / 20 = 2 and 40 / 60 = 2/3. A logit of 0 costs ln 2 either way.
        var objective = new Objective(Two(positive, ClassWeights.Balanced), [10, 30]);
        Assert.Equal(2 * Math.Log(2), Loss(objective, [0], [0]), 1e-6);
        Assert.Equal(2.0 / 3 * Math.Log(2), Loss(objective, [1], [0]), 1e-6);
    }

    [Fact]
    public void Smoothing_and_mixing_of_one_output_are_those_of_two_classes()
    {
        // One output with logit x is two with logits (x, 0).
        var (smoothed, mix) = (0.2, new Mix([1, 0], [0.6, 0.9]));
        var one = new Objective(Two("yes", smoothing: smoothed), [1, 1]);
        var two = new Objective(Two(null, smoothing: smoothed), [1, 1]);
        var expected = two.Loss(Rows([1.5, 0], [-0.3, 0]), new Batch(Tensor.Zeros([1]), [0, 1], mix)).Item();
        Assert.Equal(expected, one.Loss(Rows([1.5], [-0.3]), new Batch(Tensor.Zeros([1]), [0, 1], mix)).Item(), 1e-6);
    }

    private static double Loss(Objective objective, int[] labels, params double[][] logits) =>
        objective.Loss(Rows(logits), new Batch(Tensor.Zeros([1]), labels)).Item();

    private static Tensor Rows(params double[][] rows) =>
        Tensor.From<float>([.. rows.SelectMany(row => row.Select(value => (float)value))], rows.Length, rows[0].Length);

    private static Recipe Three(ClassWeights weights, double smoothing = 0) => Recipe(["a", "b", "c"], null, weights, smoothing);

    private static Recipe Two(string? positive, ClassWeights weights = ClassWeights.None, double smoothing = 0) =>
        Recipe(["yes", "no"], positive, weights, smoothing);

    private static Recipe Recipe(string[] classes, string? positive, ClassWeights weights, double smoothing)
    {
        var recipe = TinyRecipe.Make();
        return recipe with
        {
            Classes = ValueList.From(classes.Select(name => recipe.Classes[0] with { Name = name })),
            BinaryPositive = positive,
            Train = recipe.Train with { Loss = new LossOptions { ClassWeights = weights, LabelSmoothing = smoothing } },
        };
    }
}
