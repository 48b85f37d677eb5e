using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Lucarne.Insight.Certainty;
using Lucarne.Learning.Randomness;

namespace Lucarne.Insight.Tests.Certainty;

public sealed class TemperatureTests
{
    [SkippableFact]
    public void The_temperature_is_the_one_that_scipy_finds()
    {
        const string script =
            """
            import json, sys, numpy as np
            from scipy.optimize import minimize_scalar
            from scipy.special import log_softmax
            for case in json.load(sys.stdin):
                z, y = np.log(np.array(case["p"])), np.array(case["y"])
                def loss(t):
                    return -log_softmax(z / np.exp(t), axis=1)[np.arange(len(y)), y].sum() + t * t / (2 * 0.25 ** 2)
                print(np.exp(minimize_scalar(loss, bounds=(np.log(0.05), np.log(20)), method="bounded", options={"xatol": 1e-10}).x))
            """;
        var cases = new[] { (20, 0.5), (200, 2.0), (1000, 1.0) }.Select((shape, i) => Answers(shape.Item1, shape.Item2, i)).ToList();
        var output = PythonOracle.Run(script, JsonSerializer.Serialize(cases.Select(one => new { p = one.Probabilities, y = one.Truth })));
        foreach (var (expected, one) in output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Zip(cases))
            Assert.Equal(double.Parse(expected, CultureInfo.InvariantCulture), Temperature.Fit(one.Probabilities, one.Truth), 1e-4);
    }

    [Fact]
    public void Answers_of_thousands_of_pictures_that_were_sharpened_are_brought_back()
    {
        var (probabilities, truth) = Answers(6000, 0.5, 7);
        Assert.InRange(Temperature.Fit(probabilities, truth), 1.9, 2.1);
    }

    [Fact]
    public void A_few_pictures_that_are_all_right_do_not_make_the_network_certain()
    {
        // Without the prior the likelihood of ten right answers grows without end as T falls, down to the bound of 0.05.
        double[][] sure = [.. Enumerable.Range(0, 10).Select(_ => new[] { 0.9, 0.1 })];
        Assert.InRange(Temperature.Fit(sure, new int[10]), 0.6, 0.99);
    }

    [Fact]
    public void No_temperature_changes_which_class_is_first_and_probabilities_still_sum_to_one() =>
        Prop.ForAll(ArbMap.Default.ArbFor<PositiveInt>(), ArbMap.Default.ArbFor<PositiveInt>(), ArbMap.Default.ArbFor<PositiveInt>(), (a, b, c) =>
        {
            double sum = a.Get + b.Get + c.Get;
            double[] before = [a.Get / sum, b.Get / sum, c.Get / sum];
            return new[] { 0.05, 0.7, 1, 3, 20 }.All(temperature =>
            {
                var after = Temperature.Apply(before, temperature);
                return Math.Abs(after.Sum() - 1) < 1e-9 && after[Array.IndexOf(before, before.Max())] >= after.Max() - 1e-12;
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_temperature_of_two_takes_the_square_root_of_the_odds()
    {
        // 0.8 : 0.2 are odds of 4; at T = 2 they are 2, so 2/3 : 1/3.
        var after = Temperature.Apply([0.8, 0.2], 2);
        Assert.Equal(2.0 / 3, after[0], 1e-12);
    }

    /// <summary>True classes drawn from the probabilities at T = 1, and the probabilities told at another temperature.</summary>
    private static (double[][] Probabilities, int[] Truth) Answers(int count, double told, int seed)
    {
        var chance = Xoshiro256.For(seed, 0);
        var rows = new double[count][];
        var truth = new int[count];
        for (var i = 0; i < count; i++)
        {
            double[] honest = Temperature.Apply([chance.Unit() + 0.01, chance.Unit() + 0.01, chance.Unit() + 0.01], 0.4);
            var draw = chance.Unit();
            truth[i] = draw < honest[0] ? 0 : draw < honest[0] + honest[1] ? 1 : 2;
            rows[i] = Temperature.Apply(honest, told);
        }

        return (rows, truth);
    }
}
