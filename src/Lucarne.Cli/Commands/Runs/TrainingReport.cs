using System.Globalization;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Runs;

namespace Lucarne.Cli.Commands.Runs;

/// <summary>What a person reads when a training or a judgement has ended.</summary>
internal static class TrainingReport
{
    public static void Print(TrainingResult<ClassificationMetrics> result)
    {
        PrintFigures(result);
        PrintPlace(result);
    }

    /// <summary>How well it went.</summary>
    public static void PrintFigures(TrainingResult<ClassificationMetrics> result)
    {
        foreach (var note in result.Notes) Console.Error.WriteLine($"note: {note}");
        Print(result.Metrics);
        Line($"epochs {result.Outcome.Epochs.Count}, the best was {result.Outcome.BestEpoch}; waited for data {result.Outcome.DataWait:P1} of the time");
    }

    /// <summary>Where it lies: the last lines, for they are what is needed next.</summary>
    public static void PrintPlace(TrainingResult<ClassificationMetrics> result)
    {
        Line($"run    {result.Run.Path}");
        Line($"report {result.Run.Report}");
    }

    public static void Print(ClassificationMetrics metrics)
    {
        Line($"accuracy {metrics.Accuracy:P1} (95 % interval {metrics.AccuracyCi95.Low:P1} to {metrics.AccuracyCi95.High:P1}) on {metrics.N} pictures kept apart; balanced {metrics.BalancedAccuracy:P1}, macro F1 {metrics.Macro.F1:F3}, macro AUC {metrics.Macro.Auc:F3}");
        foreach (var (name, figures) in metrics.PerClass)
            Line($"  {name,-18} precision {figures.Precision:F3}  recall {figures.Recall:F3}  specificity {figures.Specificity:F3}  F1 {figures.F1:F3}  AUC {figures.Auc:F3}  n {figures.Support}");
        foreach (var note in metrics.Notes ?? []) Console.Error.WriteLine($"note: {note}");
        Console.WriteLine("A help to the doctor, never a diagnosis; not clinically validated.");
    }

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
