using System.Globalization;
using Lucarne.Imaging;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;

namespace Lucarne.Learning.Train;

/// <summary>One row of history.csv.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainLoss">Mean over the training part, with augmentation and smoothing.</param>
/// <param name="ValidationLoss">Mean over the validation part, without either; not a number where there is none.</param>
/// <param name="Figures">What the task counts: accuracies of both parts, or Dice per structure of the validation part.</param>
/// <param name="LearningRate">At the epoch's end.</param>
/// <param name="Seconds">The epoch's length.</param>
public sealed record EpochRecord(
    int Epoch, double TrainLoss, double ValidationLoss, ValueList<double> Figures, double LearningRate, double Seconds);

/// <summary>Reads and writes history.csv: <c>epoch,train_loss,validation_loss,</c> the task's own figures, <c>learning_rate,seconds</c>.</summary>
public static class History
{
    private static readonly string[] First = ["epoch", "train_loss", "validation_loss"];
    private static readonly string[] Last = ["learning_rate", "seconds"];

    /// <summary>Writes all rows; the file is replaced whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="figures">The names of the task's own figures.</param>
    /// <param name="epochs">The rows.</param>
    public static void Write(string path, IReadOnlyList<string> figures, IEnumerable<EpochRecord> epochs) =>
        PlacedFile.Write(path, string.Join('\n', epochs.Select(Row).Prepend(string.Join(',', [.. First, .. figures, .. Last]))) + "\n");

    /// <summary>Reads the rows.</summary>
    /// <exception cref="TrainingException">The file is not a history.</exception>
    public static IReadOnlyList<EpochRecord> Read(string path)
    {
        var lines = Lines(path);
        string[] columns = lines.Length == 0 ? [] : lines[0].Split(',');
        if (columns.Length < First.Length + Last.Length || !columns.Take(First.Length).SequenceEqual(First) || !columns.TakeLast(Last.Length).SequenceEqual(Last))
            throw new TrainingException($"{path} does not begin with '{string.Join(',', First)},…,{string.Join(',', Last)}'");
        return [.. lines.Skip(1).Where(line => line.Length > 0).Select((line, i) => Parse(path, i + 2, columns.Length, line.Split(',')))];
    }

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"{path} cannot be read ({error.Message.TrimEnd('.')}); train again");
        }
    }

    private static string Row(EpochRecord epoch) => string.Create(
        CultureInfo.InvariantCulture,
        $"{epoch.Epoch},{epoch.TrainLoss:R},{epoch.ValidationLoss:R},{string.Concat(epoch.Figures.Select(value => $"{value.ToString("R", CultureInfo.InvariantCulture)},"))}{epoch.LearningRate:R},{epoch.Seconds:F3}");

    private static EpochRecord Parse(string path, int line, int columns, string[] cells)
    {
        var numbers = new double[columns];
        for (var i = 0; i < columns; i++)
        {
            if (cells.Length != columns || !double.TryParse(cells[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
                throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"{path}, line {line}: {columns} numbers were expected"));
        }

        return new EpochRecord((int)numbers[0], numbers[1], numbers[2], ValueList.From(numbers[3..^2]), numbers[^2], numbers[^1]);
    }
}
