using System.Globalization;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Runs;

namespace Lucarne.Cli.Commands.Runs;

/// <summary>What a person reads when a segmentation was trained or judged.</summary>
internal static class SegmentationFigures
{
    public static void Print(TrainingResult<SegmentationMetrics> result)
    {
        foreach (var note in result.Notes) Console.Error.WriteLine($"note: {note}");
        Print(result.Metrics);
        Line($"epochs {result.Outcome.Epochs.Count}, the best was {result.Outcome.BestEpoch}; waited for data {result.Outcome.DataWait:P1} of the time");
        Line($"run    {result.Run.Path}");
        Line($"report {result.Run.Report}");
    }

    public static void Print(SegmentationMetrics metrics)
    {
        foreach (var note in metrics.Notes) Console.Error.WriteLine($"note: {note}");
        if (metrics.Patients.Count == 0) Console.WriteLine("No scan was kept apart, so that nothing is known of how well the network draws.");
        else Line($"judged in 3D on {metrics.Patients.Count} scan(s) kept apart");
        foreach (var name in metrics.Structures)
            Line($"  {name,-18} Dice {Text(metrics.Dice[name], "F3")}  HD95 {Text(metrics.Hd95Mm[name], "F1")} mm  surface Dice at 2 mm {Text(metrics.SurfaceDice2Mm[name], "F3")}");
        Console.WriteLine("A help to the doctor, never a diagnosis; not clinically validated.");
    }

    private static string Text(double? value, string form) => value is { } number ? number.ToString(form, CultureInfo.InvariantCulture) : "–";

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
