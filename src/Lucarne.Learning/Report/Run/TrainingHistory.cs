using System.Globalization;
using Lucarne.Learning.Evaluate;

namespace Lucarne.Learning.Report;

/// <summary>One row of history.csv; null where the file has no such figure.</summary>
internal sealed record EpochRow(
    int Epoch, double? TrainLoss, double? ValidationLoss, double? TrainAccuracy, double? ValidationAccuracy, double? LearningRate, double? Seconds)
{
    /// <summary>Dice by column, those that are numbers alone.</summary>
    public IReadOnlyDictionary<string, double> Dice { get; init; } = new Dictionary<string, double>();
}

/// <summary>history.csv, columns found by their names.</summary>
internal sealed record TrainingHistory(IReadOnlyList<EpochRow> Epochs)
{
    /// <summary>The epoch of lowest validation loss, where run.json names none.</summary>
    public int? LowestValidationLoss => Epochs.Where(e => e.ValidationLoss is not null).MinBy(e => e.ValidationLoss)?.Epoch;

    public EpochRow? At(int? epoch) => Epochs.FirstOrDefault(e => e.Epoch == epoch);

    public static TrainingHistory Read(string path)
    {
        using var rows = CsvRows.Parse(File.ReadAllText(path)).GetEnumerator();
        if (!rows.MoveNext()) throw new FormatException("it is empty");
        var columns = rows.Current;
        var epochs = new List<EpochRow>();
        while (rows.MoveNext())
        {
            var cells = rows.Current;
            double? Cell(string name)
            {
                var at = Array.IndexOf(columns, name);
                return at >= 0 && at < cells.Length &&
                    double.TryParse(cells[at], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
                        ? value
                        : null;
            }
            epochs.Add(new((int)(Cell("epoch") ?? epochs.Count + 1), Cell("train_loss"), Cell("validation_loss"),
                Cell("train_accuracy"), Cell("validation_accuracy"), Cell("learning_rate"), Cell("seconds"))
            {
                Dice = columns.Where(name => name.Contains("dice_", StringComparison.Ordinal) && Cell(name) is not null).ToDictionary(name => name, name => Cell(name)!.Value, StringComparer.Ordinal),
            });
        }
        return epochs.Count > 0 ? new(epochs) : throw new FormatException("it holds no epoch");
    }
}
