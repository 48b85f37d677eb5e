using Lucarne.Learning.Runs;
using Lucarne.Learning.Train;
using Lucarne.Server.Pages;

namespace Lucarne.Server.Models;

/// <summary>A training's curves, from its history.csv, which grows with every epoch.</summary>
/// <param name="Epochs">The epochs' numbers.</param>
/// <param name="Loss">Training and validation loss.</param>
/// <param name="Figures">Accuracies, or Dice per structure of the validation part, by the names of their columns.</param>
public sealed record RunCurves(IReadOnlyList<string> Epochs, IReadOnlyList<ChartLine> Loss, IReadOnlyList<ChartLine> Figures)
{
    private const int FirstFigure = 3;

    /// <summary>Reads the curves; null where there is no epoch yet.</summary>
    public static RunCurves? Read(string run)
    {
        var path = new RunFolder(run).History;
        if (!File.Exists(path)) return null;
        try
        {
            string[] columns = File.ReadLines(path).First().Split(',');
            var rows = History.Read(path);
            if (rows.Count == 0) return null;
            ChartLine[] figures = [.. columns.Skip(FirstFigure).SkipLast(2).Select((name, place) => new ChartLine(name, [.. rows.Select(row => Finite(row.Figures[place]))]))
                .Where(line => !line.Name.StartsWith("train_dice_", StringComparison.Ordinal))];
            return new RunCurves(
                [.. rows.Select(row => row.Epoch.ToString(System.Globalization.CultureInfo.InvariantCulture))],
                [new("train_loss", [.. rows.Select(row => Finite(row.TrainLoss))]), new("validation_loss", [.. rows.Select(row => Finite(row.ValidationLoss))])],
                figures);
        }
        catch (Exception error) when (error is TrainingException or IOException or InvalidOperationException)
        {
            return null;
        }
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
