using System.Globalization;

namespace Lucarne.Learning.Train;

/// <summary>One row of history.csv.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainLoss">Mean over the training part, with augmentation and smoothing.</param>
/// <param name="ValidationLoss">Mean over the validation part, without either; not a number where there is none.</param>
/// <param name="TrainAccuracy">Fraction right, on augmented pictures.</param>
/// <param name="ValidationAccuracy">Fraction right.</param>
/// <param name="LearningRate">At the epoch's end.</param>
/// <param name="Seconds">The epoch's length.</param>
public sealed record EpochRecord(
    int Epoch, double TrainLoss, double ValidationLoss, double TrainAccuracy, double ValidationAccuracy, double LearningRate, double Seconds);

/// <summary>Reads and writes history.csv.</summary>
public static class History
{
    private const string Header = "epoch,train_loss,validation_loss,train_accuracy,validation_accuracy,learning_rate,seconds";

    /// <summary>Writes all rows; the file is replaced whole.</summary>
    public static void Write(string path, IEnumerable<EpochRecord> epochs) =>
        AtomicFile.Write(path, string.Join('\n', epochs.Select(Row).Prepend(Header)) + "\n");

    /// <summary>Reads the rows.</summary>
    /// <exception cref="TrainingException">The file is not a history.</exception>
    public static IReadOnlyList<EpochRecord> Read(string path)
    {
        var lines = Lines(path);
        if (lines.Length == 0 || lines[0] != Header) throw new TrainingException($"{path} does not begin with '{Header}'");
        return [.. lines.Skip(1).Where(line => line.Length > 0).Select((line, i) => Parse(path, i + 2, line.Split(',')))];
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
        $"{epoch.Epoch},{epoch.TrainLoss:R},{epoch.ValidationLoss:R},{epoch.TrainAccuracy:R},{epoch.ValidationAccuracy:R},{epoch.LearningRate:R},{epoch.Seconds:F3}");

    private static EpochRecord Parse(string path, int line, string[] cells)
    {
        var numbers = new double[7];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (cells.Length != numbers.Length || !double.TryParse(cells[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
                throw new TrainingException($"{path}, line {line}: seven numbers were expected");
        }

        return new EpochRecord((int)numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]);
    }
}
