using System.Globalization;
using System.Text;
using Lucarne.Imaging;

namespace Lucarne.Learning.Evaluate;

/// <summary>What a predictions.csv holds: the classes, and one prediction per picture.</summary>
public sealed record PredictionTable(IReadOnlyList<string> Classes, IReadOnlyList<Prediction> Predictions);

/// <summary>
/// predictions.csv: <c>file,truth,predicted,confidence,p_&lt;class&gt;…</c>, one picture a row, quoted as RFC 4180
/// says, probabilities written so that they read back to the same double.
/// </summary>
public static class PredictionsCsv
{
    private static readonly string[] Fixed = ["file", "truth", "predicted", "confidence"];

    /// <summary>Writes the file, beside its place first and then renamed.</summary>
    public static void Write(string path, IReadOnlyList<string> classes, IEnumerable<Prediction> predictions)
    {
        var text = new StringBuilder();
        AppendRow(text, [.. Fixed, .. classes.Select(c => "p_" + c)]);
        foreach (var p in predictions)
            AppendRow(text, [p.File, classes[p.Truth], classes[p.Predicted], Number(p.Confidence), .. p.Probabilities.Select(Number)]);
        PlacedFile.Write(path, text.ToString());
    }

    /// <summary>Reads the classes from the header and one prediction per row; groups are not in the file.</summary>
    /// <exception cref="EvaluationException">The file is missing, its header is another one, or a row does not fit it.</exception>
    public static PredictionTable Read(string path)
    {
        if (!File.Exists(path)) throw new EvaluationException($"{path} does not exist; evaluate the run first.");
        using var rows = CsvRows.Parse(File.ReadAllText(path)).GetEnumerator();
        string[] header = rows.MoveNext() ? rows.Current : [];
        if (header.Length < Fixed.Length + 2 || !header.Take(Fixed.Length).SequenceEqual(Fixed) ||
            !header.Skip(Fixed.Length).All(h => h.StartsWith("p_", StringComparison.Ordinal)))
        {
            throw new EvaluationException(
                $"{path} begins with '{string.Join(',', header)}', but 'file,truth,predicted,confidence,p_<class>…' was expected.");
        }
        string[] classes = [.. header.Skip(Fixed.Length).Select(h => h[2..])];
        var predictions = new List<Prediction>();
        for (var line = 2; rows.MoveNext(); line++)
            predictions.Add(ReadRow(path, line, classes, rows.Current));
        return new(classes, predictions);
    }

    private static Prediction ReadRow(string path, int row, string[] classes, string[] cells)
    {
        if (cells.Length != Fixed.Length + classes.Length)
            throw new EvaluationException($"{path}, row {row} has {cells.Length} cells, but its header has {Fixed.Length + classes.Length}.");
        var truth = Array.IndexOf(classes, cells[1]);
        if (truth < 0)
            throw new EvaluationException($"{path}, row {row} names a true class '{cells[1]}', which has no column p_{cells[1]}.");
        var probabilities = new double[classes.Length];
        for (var k = 0; k < classes.Length; k++)
        {
            var cell = cells[Fixed.Length + k];
            if (!double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out probabilities[k]))
                throw new EvaluationException($"{path}, row {row} has '{cell}' under p_{classes[k]}, where a number was expected.");
        }
        return new(cells[0], truth, probabilities);
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) =>
        text.AppendJoin(',', cells.Select(CsvRows.Quote)).Append('\n');

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
