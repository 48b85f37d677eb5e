using System.Text.Json;
using Lucarne.Learning.Evaluate;

namespace Lucarne.Learning.Tests.Evaluate;

public class ScikitLearnAgreementTests
{
    private const double Tolerance = 1e-9;

    public static TheoryData<string> Cases => [.. CaseTable.Keys];

    private static readonly Dictionary<string, IReadOnlyList<Prediction>> CaseTable = new()
    {
        ["two classes"] = SyntheticPredictions.Draw(2, 150, seed: 1),
        ["four classes"] = SyntheticPredictions.Draw(4, 400, seed: 2),
        ["many equal scores"] = SyntheticPredictions.Draw(3, 300, seed: 3, decimals: 1),
        ["certain and wrong"] = SyntheticPredictions.Draw(3, 120, seed: 4, skill: 0.5, decimals: 0),
        ["a class never predicted"] = [.. SyntheticPredictions.Draw(3, 90, seed: 5).Select(p => p with
        {
            Probabilities = [p.Probabilities[0] + (p.Probabilities[2] * 0.9), p.Probabilities[1], p.Probabilities[2] * 0.1],
        })],
        ["a class without pictures"] = SyntheticPredictions.Draw(4, 200, seed: 6, skill: 1, leftOut: [2]),
        ["one class only"] = SyntheticPredictions.Draw(3, 50, seed: 7, leftOut: [0, 1]),
    };

    private static readonly Lazy<Dictionary<string, JsonElement>> Expected = new(() =>
        CaseTable.Keys.Zip(ScikitLearn.Judge(CaseTable.Values)).ToDictionary(pair => pair.First, pair => pair.Second));

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Every_figure_of_metrics_json_agrees_with_scikit_learn(string name)
    {
        Skip.If(ScikitLearn.Python is null, "No Python with scikit-learn was found; set LUCARNE_PYTHON to one.");
        var predictions = CaseTable[name];
        var expected = Expected.Value[name];

        var classes = SyntheticPredictions.Names(predictions[0].Probabilities.Length);
        var actual = JsonDocument.Parse(ClassificationMetrics.Compute(classes, predictions, seed: 0, resamples: 10).ToJson()).RootElement;

        foreach (var figure in new[] { "accuracy", "balanced_accuracy", "ece", "brier", "log_loss" })
            Same(expected.GetProperty(figure), actual.GetProperty(figure), figure);
        foreach (var kind in new[] { "macro", "weighted" })
            foreach (var figure in new[] { "precision", "recall", "f1", "auc" })
                Same(expected.GetProperty(kind).GetProperty(figure), actual.GetProperty(kind).GetProperty(figure), $"{kind} {figure}");
        for (var k = 0; k < classes.Length; k++)
            foreach (var figure in new[] { "precision", "recall", "specificity", "f1", "auc", "support" })
                Same(expected.GetProperty("per_class")[k].GetProperty(figure),
                    actual.GetProperty("per_class").GetProperty(classes[k]).GetProperty(figure), $"{classes[k]} {figure}");
        Assert.Equal(Matrix(expected), Matrix(actual));
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Curves_agree_with_scikit_learn(string name)
    {
        Skip.If(ScikitLearn.Python is null, "No Python with scikit-learn was found; set LUCARNE_PYTHON to one.");
        var predictions = CaseTable[name];
        var expected = Expected.Value[name].GetProperty("per_class");
        for (var k = 0; k < expected.GetArrayLength(); k++)
        {
            var ranked = RankedScores.OfClass(predictions, k);
            Assert.Equal(Number(expected[k].GetProperty("average_precision")) ?? -1, ranked.AveragePrecision ?? -1, Tolerance);
            var roc = expected[k].GetProperty("roc");
            var points = ranked.RocCurve();
            if (roc.ValueKind == JsonValueKind.Null)
            {
                Assert.Empty(points);
                continue;
            }
            Assert.Equal(roc[0].GetArrayLength(), points.Count);
            for (var i = 0; i < points.Count; i++)
            {
                Assert.Equal(roc[0][i].GetDouble(), points[i].FalsePositiveRate, Tolerance);
                Assert.Equal(roc[1][i].GetDouble(), points[i].TruePositiveRate, Tolerance);
            }
        }
    }

    private static void Same(JsonElement expected, JsonElement actual, string what)
    {
        var (e, a) = (Number(expected), Number(actual));
        Assert.True(e is null ? a is null : a is not null && Math.Abs(e.Value - a.Value) <= Tolerance, $"{what}: scikit-learn {e}, Lucarne {a}");
    }

    private static double? Number(JsonElement element) => element.ValueKind == JsonValueKind.Null ? null : element.GetDouble();

    private static IEnumerable<int> Matrix(JsonElement root) =>
        root.GetProperty("confusion_matrix").EnumerateArray().SelectMany(row => row.EnumerateArray().Select(cell => cell.GetInt32()));
}
