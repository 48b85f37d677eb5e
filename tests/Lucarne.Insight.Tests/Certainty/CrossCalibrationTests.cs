using System.Globalization;
using System.Text.Json;
using Lucarne.Insight.Certainty;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Randomness;

namespace Lucarne.Insight.Tests.Certainty;

/// <summary>Calibration over the pooled answers of a cross-validation, against NumPy and against what was drawn.</summary>
public class CrossCalibrationTests
{
    // Both estimators written anew from their papers, over the same answers.
    private const string Script =
        """
        import json, sys, numpy as np
        c, r = (np.array(v, float) for v in json.load(sys.stdin))
        order = np.argsort(c, kind="stable")
        c, r = c[order], r[order]
        n, bins = len(c), min(15, len(c) // 10)
        ece = square = 0
        for b in range(bins):
            i = slice(b * n // bins, (b + 1) * n // bins)
            m = len(c[i])
            gap = r[i].mean() - c[i].mean()
            ece += m / n * abs(gap)
            square += m / n * (gap ** 2 - r[i].mean() * (1 - r[i].mean()) / (m - 1))
        print(repr(ece), repr(max(0, square) ** .5))
        """;

    [SkippableFact]
    public void Equal_mass_and_debiased_errors_are_those_of_numpy()
    {
        var answers = Answers(230, overconfidence: 2, seed: 4);
        var ordered = answers.OrderBy(answer => answer.Confidence).ToList();
        var output = PythonOracle.Run(Script, JsonSerializer.Serialize(new[] { ordered.Select(answer => answer.Confidence), ordered.Select(answer => answer.IsRight ? 1.0 : 0) })).Split(' ');
        var error = CalibrationError.Of(answers, 1);
        Assert.Equal(double.Parse(output[0], CultureInfo.InvariantCulture), error.EceEqualMass, 1e-10);
        Assert.Equal(double.Parse(output[1], CultureInfo.InvariantCulture), error.Rms, 1e-10);
    }

    [Fact]
    public void True_confidences_show_no_more_than_chance_and_false_ones_do()
    {
        Assert.InRange(CalibrationError.Of(Answers(400, overconfidence: 1, seed: 1), 1).ChanceShare, 0.05, 1);
        Assert.InRange(CalibrationError.Of(Answers(400, overconfidence: 3, seed: 1), 1).ChanceShare, 0, 0.01);
    }

    [Fact]
    public void A_temperature_found_without_each_fold_undoes_a_drawn_overconfidence()
    {
        // Logits were made twice too large: a temperature of 2 makes them true again.
        var folds = Answers(1500, overconfidence: 2, seed: 9).Chunk(300).Select(chunk => (IReadOnlyList<Prediction>)chunk).ToList();
        var (figures, before, after) = CrossCalibration.Of(folds, 0.9, 7);
        Assert.InRange(figures.Temperature, 1.7, 2.3);
        Assert.Equal(5, figures.FoldTemperatures.Count);
        Assert.Equal(before.Select(answer => answer.File), after.Select(answer => answer.File));
        Assert.Equal(before.Select(answer => answer.Predicted), after.Select(answer => answer.Predicted));
        Assert.True(figures.Change.EceCi95.High < 0, "the interval of the change lies below nothing");
        Assert.Equal(figures.After.Ece - figures.Before.Ece, figures.Change.Ece, 1e-12);
        Assert.Equal(figures.After.LogLoss - figures.Before.LogLoss, figures.Change.LogLoss, 1e-9);
        Assert.InRange(figures.Sets.Coverage, 0.87, 0.93);
    }

    [Fact]
    public void A_fold_has_no_part_in_its_own_temperature()
    {
        var folds = Answers(300, overconfidence: 1, seed: 2).Chunk(100).Select(chunk => (IReadOnlyList<Prediction>)chunk).ToList();
        var first = CrossCalibration.Of(folds, 0.9, 7).Figures;

        // Every answer of the first fold turned into a mistake: its own temperature stays, the others' rise.
        folds[0] = [.. folds[0].Select(answer => answer with { Truth = 1 - answer.Predicted })];
        var second = CrossCalibration.Of(folds, 0.9, 7).Figures;
        Assert.Equal(first.FoldTemperatures[0], second.FoldTemperatures[0]);
        Assert.True(second.FoldTemperatures[1] > first.FoldTemperatures[1]);
        Assert.True(second.FoldTemperatures[2] > first.FoldTemperatures[2]);
    }

    [Fact]
    public void Leaving_pictures_out_leaves_out_all_of_their_patient()
    {
        HeldOut held = new(HeldOut.OfCrossValidation, [new("a1", 0, [1, 0], "a"), new("a2", 0, [1, 0], "a"), new("b1", 1, [0, 1], "b")]);
        Assert.Equal("b1", Assert.Single(held.Without(new HashSet<string> { "a2" }).Answers).File);
    }

    /// <summary>Answers of two classes, right as often as their true probability says; the probability that is stated has its logit multiplied.</summary>
    private static List<Prediction> Answers(int count, double overconfidence, int seed)
    {
        var chance = Xoshiro256.For(seed, 0);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var logit = chance.Normal();
            var truth = chance.Unit() < 1 / (1 + Math.Exp(-logit)) ? 1 : 0;
            var stated = 1 / (1 + Math.Exp(-overconfidence * logit));
            return new Prediction($"{i:0000}.png", truth, [1 - stated, stated], $"patient-{i / 2}");
        })];
    }
}
