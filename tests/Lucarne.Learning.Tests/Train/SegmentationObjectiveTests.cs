using Lucarne.Learning.Train;
using Lucarne.Torch;

namespace Lucarne.Learning.Tests.Train;

public class SegmentationObjectiveTests
{
    private static readonly int[] HeartUnknown = [2];

    [Fact]
    public void The_loss_is_half_weighted_cross_entropy_and_half_Dice_as_the_formulas_say()
    {
        // Two pixels, three classes. Probabilities (1/2, 1/4, 1/4) with label 1, and (1/4, 1/4, 1/2) with label 2.
        using var scope = new TensorScope();
        var logits = Logits([0.5, 0.25], [0.25, 0.25], [0.25, 0.5]);
        var target = Tensor.From<long>([1, 2], 1, 1, 2);
        var crossed = ((2 * -Math.Log(0.25)) + (3 * -Math.Log(0.5))) / (2 + 3);

        // Class 1: overlap 1/4, drawn 1/2, true 1. Class 2: overlap 1/2, drawn 3/4, true 1. One pixel is added above and below.
        var dice = (((2 * 0.25) + 1) / (0.5 + 1 + 1) + ((2 * 0.5) + 1) / (0.75 + 1 + 1)) / 2;
        var loss = new SegmentationObjective(0.5, [1, 2, 3]).Loss(logits, target);
        Assert.Equal((0.5 * crossed) + (0.5 * (1 - dice)), loss.Item(), 1e-6);
    }

    [Fact]
    public void What_lies_beneath_a_margin_is_learned_there_and_nowhere_else()
    {
        // Classes: nothing, margin, lung. Of three pixels the first is margin on lung, the second margin on something unknown, the third lung.
        using var scope = new TensorScope();
        var logits = Logits([0.1, 0.2, 0.3], [0.6, 0.5, 0.1], [0.3, 0.3, 0.6]);
        var target = Tensor.From<long>([1, 1, 2], 1, 1, 3);
        var beneath = Tensor.From<long>([2, 1, 2], 1, 1, 3);
        var loss = new SegmentationObjective(0.5, [1, 2, 3]).CrossedBeneath(logits, target, beneath, [1]);

        // Given that it is no margin the first pixel is lung with 0.3 / (0.1 + 0.3); it weighs as the margin, of 2 + 2 + 3 in all.
        Assert.Equal(2 * -Math.Log(0.3 / 0.4) / (2 + 2 + 3), loss.Item(), 1e-6);
    }

    [Fact]
    public void With_its_logarithm_a_structure_that_is_hardly_drawn_pulls_as_hard_as_one_that_is()
    {
        // One pixel of class 1, drawn with probability p: Dice is (2 p + 1) / (p + 1 + 1), with one pixel added above and below.
        using var scope = new TensorScope();
        var overlap = Tensor.From<float>([0, 0.01f, 0, 1, 0, 1], 3, 2);
        Assert.Equal(-Math.Log(1.02 / 3), SegmentationObjective.DiceLoss(overlap, logarithmic: true).Item(), 1e-6);
        Assert.Equal(1 - (1.02 / 3), SegmentationObjective.DiceLoss(overlap).Item(), 1e-6);

        // A hundred pixels, all drawn with one probability p: at p = 1/1000 Dice is 2 p / (p + 1) and hardly changes; its logarithm does.
        Assert.InRange(Pull(0.001, logarithmic: true) / Pull(0.5, logarithmic: true), 0.1, 10);
        Assert.True(Pull(0.001, logarithmic: false) < Pull(0.5, logarithmic: false) / 20);
    }

    [Fact]
    public void Where_a_structure_is_unknown_drawing_it_on_background_costs_nothing()
    {
        using var scope = new TensorScope();
        var objective = new SegmentationObjective(0.5, [1, 1, 1]);
        var target = Tensor.From<long>([0, 1], 1, 1, 2);

        // The first pixel is background for who contoured; the network says heart (class 2) with 90 %.
        var logits = Logits([0.05, 0.1], [0.05, 0.8], [0.9, 0.1]);
        var known = objective.Loss(SegmentationObjective.Joined(logits, [[]]), target).Item();
        var unknown = objective.Loss(SegmentationObjective.Joined(logits, [HeartUnknown]), target).Item();

        // Joined with the background the pixels have probabilities (0.95, 0.05) and (0.2, 0.8); the heart is drawn nowhere and true nowhere.
        var crossed = (-Math.Log(0.95) - Math.Log(0.8)) / 2;
        var dice = (((2 * 0.8) + 1) / (0.85 + 1 + 1) + 1) / 2;
        Assert.Equal((0.5 * crossed) + (0.5 * (1 - dice)), unknown, 1e-5);
        Assert.True(known > unknown + 0.5);
    }

    [Fact]
    public void Where_a_structure_is_unknown_it_is_pulled_neither_way()
    {
        using var scope = new TensorScope();
        var logits = Logits([0.3, 0.3], [0.4, 0.4], [0.3, 0.3]);
        logits.RequiresGrad = true;
        var target = Tensor.From<long>([0, 1], 1, 1, 2);
        new SegmentationObjective(0.5, [1, 1, 1]).Loss(SegmentationObjective.Joined(logits, [HeartUnknown]), target).Backward();
        var gradient = logits.Gradient!.ToArray<float>();

        // [class][pixel]: the background is pulled up on its own pixel and down on the other, the heart on neither.
        Assert.True(gradient[0] < 0 && gradient[1] > 0);
        Assert.Equal([0f, 0f], gradient[4..6]);
    }

    [Fact]
    public void An_unknown_structure_costs_only_what_it_grows_beyond_the_largest_that_was_contoured()
    {
        // Of two pixels the heart has 0.3 and 0.7: half of the slice, where 0.2 is the most. A second slice knows it: nothing is held back there.
        using var scope = new TensorScope();
        var logits = Logits([0.3, 0.1], [0.4, 0.2], [0.3, 0.7]);
        var both = Tensor.Cat([logits, logits]);
        Assert.Equal(4 * 0.3 * 0.3 / 2, SegmentationObjective.Excess(both, [HeartUnknown, []], [1, 1, 0.2]).Item(), 1e-6);
        Assert.Equal(0, SegmentationObjective.Excess(both, [HeartUnknown, []], [1, 1, 0.5]).Item(), 1e-6);
    }

    [Fact]
    public void Slices_of_one_batch_may_know_different_structures()
    {
        using var scope = new TensorScope();
        var one = Logits([0.2], [0.3], [0.5]);
        var joined = SegmentationObjective.Joined(Tensor.Cat([one, one]), [[], HeartUnknown]).Softmax(1).ToArray<float>();
        Assert.Equal([0.2f, 0.3f, 0.5f, 0.7f, 0.3f, 0f], joined, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Dice_over_a_part_is_counted_over_all_its_pixels_and_is_no_number_where_there_are_none()
    {
        using var scope = new TensorScope();
        using var tally = new OverlapTally(3, Device.Cpu);
        foreach (var (label, likely) in new[] { (1, 1), (1, 0), (0, 1), (1, 1) })
        {
            var logits = Logits([likely == 0 ? 0.9 : 0.05], [likely == 1 ? 0.9 : 0.05], [0.05]);
            tally.Add(Tensor.From<float>([1f]).Sum(), 1, SegmentationObjective.Drawn(logits, Tensor.From<long>([label], 1, 1, 1)));
        }

        // Right on 2 pixels, 3 drawn, 3 true.
        var (loss, dice, _) = tally.Take();
        Assert.Equal(1, loss, 1e-6);
        Assert.Equal(2 * 2 / (3.0 + 3), dice[0], 1e-12);
        Assert.True(double.IsNaN(dice[1]));
        Assert.True(double.IsNaN(tally.Take().Dice[0]));
    }

    /// <summary>How hard the Dice loss pulls on a structure of a hundred pixels that are all drawn with one probability.</summary>
    private static double Pull(double probability, bool logarithmic)
    {
        using var scope = new TensorScope();
        var logits = Logits([.. new[] { 1 - probability, probability }.Select(p => Enumerable.Repeat(p, 100).ToArray())]);
        logits.RequiresGrad = true;
        SegmentationObjective.DiceLoss(SegmentationObjective.Overlap(logits, Tensor.From<long>([.. Enumerable.Repeat(1L, 100)], 1, 1, 100)), logarithmic).Backward();
        return -logits.Gradient!.ToArray<float>()[100..].Sum();
    }

    /// <summary>Logits [1, classes, 1, pixels] of probabilities.</summary>
    private static Tensor Logits(params double[][] probabilities) =>
        Tensor.From<float>([.. probabilities.SelectMany(row => row.Select(p => (float)Math.Log(p)))], 1, probabilities.Length, 1, probabilities[0].Length);
}
