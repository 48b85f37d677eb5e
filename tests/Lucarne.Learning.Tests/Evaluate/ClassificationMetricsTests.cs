using System.Text.Json;
using Lucarne.Learning.Evaluate;

namespace Lucarne.Learning.Tests.Evaluate;

public class ClassificationMetricsTests
{
    // Truth, then the probabilities of a, b, c. Seven pictures, four right.
    private static readonly Prediction[] Seven =
    [
        new("1.png", 0, [0.7, 0.2, 0.1]), new("2.png", 0, [0.4, 0.5, 0.1]), new("3.png", 0, [0.5, 0.25, 0.25]),
        new("4.png", 1, [0.1, 0.8, 0.1]), new("5.png", 1, [0.2, 0.2, 0.6]),
        new("6.png", 2, [0.1, 0.1, 0.8]), new("7.png", 2, [0.6, 0.2, 0.2]),
    ];

    private static readonly string[] Abc = ["a", "b", "c"];

    [Fact]
    public void Figures_of_seven_pictures_are_those_worked_out_by_hand()
    {
        var metrics = ClassificationMetrics.Compute(Abc, Seven, seed: 1);

        Assert.Equal([2, 1, 0], metrics.ConfusionMatrix[0]);
        Assert.Equal([0, 1, 1], metrics.ConfusionMatrix[1]);
        Assert.Equal([1, 0, 1], metrics.ConfusionMatrix[2]);
        Assert.Equal(4.0 / 7, metrics.Accuracy, 1e-15);
        Assert.Equal(((2.0 / 3) + 0.5 + 0.5) / 3, metrics.BalancedAccuracy, 1e-15);
        Assert.Equal(2.0 / 3, metrics.PerClass["a"].Precision!.Value, 1e-15);
        Assert.Equal(3.0 / 4, metrics.PerClass["a"].Specificity!.Value, 1e-15);
        // Scores of a: truths 0.7 0.4 0.5 against 0.1 0.2 0.1 0.6; of the 12 pairs only 0.4 and 0.5 against 0.6 are lost.
        Assert.Equal(10.0 / 12, metrics.PerClass["a"].Auc!.Value, 1e-15);
        // Scores of b: truths 0.8 0.2 against 0.2 0.5 0.25 0.1 0.2: five pairs won by 0.8, then 1 won and 2 tied by 0.2.
        Assert.Equal(7.0 / 10, metrics.PerClass["b"].Auc!.Value, 1e-15);
        double[] squares = [0.14, 0.62, 0.375, 0.06, 1.04, 0.06, 1.04];
        Assert.Equal(squares.Sum() / 7, metrics.Brier, 1e-12);
        double[] given = [0.7, 0.4, 0.5, 0.8, 0.2, 0.8, 0.2];
        Assert.Equal(-given.Sum(Math.Log) / 7, metrics.LogLoss, 1e-12);
    }

    [Fact]
    public void Figures_stored_from_scikit_learn_1_2_1_hold_where_Python_is_absent()
    {
        // roc_auc_score, precision_recall_fscore_support, log_loss and balanced_accuracy_score of scikit-learn 1.2.1
        // on SyntheticPredictions.Draw(4, 400, seed: 2).
        var metrics = ClassificationMetrics.Compute(SyntheticPredictions.Names(4), SyntheticPredictions.Draw(4, 400, seed: 2), seed: 1);
        Assert.Equal(0.8625, metrics.Accuracy, 1e-9);
        Assert.Equal(0.856225613000045, metrics.BalancedAccuracy, 1e-9);
        Assert.Equal(0.9847878140618536, metrics.Macro.Auc!.Value, 1e-9);
        Assert.Equal(0.9850353864279957, metrics.Weighted.Auc!.Value, 1e-9);
        Assert.Equal(0.8413356350292054, metrics.Macro.F1!.Value, 1e-9);
        Assert.Equal(0.8697757658410455, metrics.Weighted.Precision!.Value, 1e-9);
        Assert.Equal(0.49527246177134954, metrics.LogLoss, 1e-9);
        Assert.Equal(0.23951884752270414, metrics.Brier, 1e-9);
    }

    [Fact]
    public void A_class_without_test_pictures_is_null_left_out_of_the_means_and_said()
    {
        var metrics = ClassificationMetrics.Compute(
            Abc, [new("1", 0, [0.9, 0.1, 0]), new("2", 1, [0.1, 0.5, 0.4]), new("3", 1, [0.1, 0.1, 0.8])], seed: 1);

        Assert.Equal(new ClassMetrics(null, null, 2.0 / 3, null, null, 0), metrics.PerClass["c"]);
        Assert.Equal(0.75, metrics.BalancedAccuracy);
        Assert.Equal(0.75, metrics.Macro.Recall);
        Assert.Equal(1.0, metrics.Macro.Precision);
        Assert.Contains(metrics.Notes, note => note.StartsWith("No test picture of c:", StringComparison.Ordinal));
        Assert.Contains("\"recall\": null", metrics.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_class_only_has_no_AUC_and_no_specificity()
    {
        var metrics = ClassificationMetrics.Compute(["yes", "no"], [new("1", 0, [0.9, 0.1])], seed: 1);
        Assert.Null(metrics.PerClass["yes"].Auc);
        Assert.Null(metrics.PerClass["yes"].Specificity);
        Assert.Null(metrics.Macro.Auc);
        Assert.Equal(1, metrics.Accuracy);
    }

    [Fact]
    public void Json_has_the_keys_of_the_contract_and_reads_back_to_the_same_figures()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("lucarne-metrics").FullName, "metrics.json");
        string[] names = ["tumeur é", "kyste", "No-Finding_2"];
        var metrics = ClassificationMetrics.Compute(names, SyntheticPredictions.Draw(3, 77, seed: 5), seed: 9);
        metrics.Write(path);

        var root = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        string[] keys = ["task", "classes", "n", "accuracy", "accuracy_ci95", "balanced_accuracy", "macro", "weighted", "per_class",
            "confusion_matrix", "ece", "brier", "log_loss"];
        Assert.All(keys, key => Assert.True(root.TryGetProperty(key, out _), key));
        Assert.Equal("classification", root.GetProperty("task").GetString());
        Assert.Equal(2, root.GetProperty("accuracy_ci95").GetArrayLength());
        Assert.Equal(names, root.GetProperty("per_class").EnumerateObject().Select(p => p.Name));
        string[] perClass = ["precision", "recall", "specificity", "f1", "auc", "support"];
        Assert.Equal(perClass, root.GetProperty("per_class").GetProperty("kyste").EnumerateObject().Select(p => p.Name));
        string[] means = ["precision", "recall", "f1", "auc"];
        Assert.Equal(means, root.GetProperty("macro").EnumerateObject().Select(p => p.Name));
        Assert.Equal(metrics.ToJson(), ClassificationMetrics.Read(path).ToJson());
        Assert.Equal(metrics.LogLoss, ClassificationMetrics.Read(path).LogLoss);
    }

    [Theory]
    [InlineData(2, new[] { 0.5, 0.5 }, "true class number 2")]
    [InlineData(0, new[] { 0.5, 0.3, 0.2 }, "has 3 probabilities")]
    [InlineData(0, new[] { 3.1, -2.1 }, "softmax")]
    [InlineData(0, new[] { double.NaN, 1 }, "softmax")]
    [InlineData(0, new[] { 0.5, 0.6 }, "sum to one")]
    public void A_prediction_that_does_not_fit_is_named(int truth, double[] probabilities, string said)
    {
        var error = Assert.Throws<EvaluationException>(() =>
            ClassificationMetrics.Compute(["a", "b"], [new("x/odd.png", truth, probabilities)], seed: 1));
        Assert.Contains("x/odd.png", error.Message, StringComparison.Ordinal);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_judge_is_an_error_and_not_a_figure() =>
        Assert.Contains("no prediction", Assert.Throws<EvaluationException>(() => ClassificationMetrics.Compute(Abc, [], 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_metrics_file_of_another_task_is_refused_by_name()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("lucarne-metrics").FullName, "metrics.json");
        File.WriteAllText(path, "{\"task\":\"segmentation\"}");
        Assert.Contains(path, Assert.Throws<EvaluationException>(() => ClassificationMetrics.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Worst_mistakes_are_the_surest_wrong_answers()
    {
        var worst = Prediction.WorstMistakes(Seven, 2);
        Assert.Equal(["5.png", "7.png"], worst.Select(p => p.File));
    }
}
