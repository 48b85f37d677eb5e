using System.Globalization;
using System.Text;
using Lucarne.Imaging;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Folders;

namespace Lucarne.Insight.Features;

/// <summary>A picture's row in a table of features.</summary>
/// <param name="File">Path below the data folder.</param>
/// <param name="Part">train, validation, test, or what the table's maker calls it.</param>
/// <param name="Class">Its class.</param>
/// <param name="Values">One per feature; NaN where it could not be computed.</param>
internal sealed record FeatureRow(string File, string Part, string Class, double[] Values);

/// <summary>Features of pictures: features.csv, with the columns file, part, class and then a column per feature.</summary>
/// <param name="Names">Of the features, <c>family.name</c>.</param>
/// <param name="Rows">The pictures.</param>
internal sealed record FeatureTable(IReadOnlyList<string> Names, IReadOnlyList<FeatureRow> Rows)
{
    private static readonly string[] Leading = ["file", "part", "class"];

    /// <summary>The rows of one part.</summary>
    public IReadOnlyList<FeatureRow> Of(string part) => [.. Rows.Where(row => row.Part == part)];

    /// <summary>Writes beside and renames; nine digits, an empty cell for what could not be computed.</summary>
    public void Write(string path)
    {
        var text = new StringBuilder().AppendJoin(',', Leading.Concat(Names)).Append('\n');
        foreach (var row in Rows)
        {
            text.AppendJoin(',', CsvRows.Quote(row.File), row.Part, CsvRows.Quote(row.Class));
            foreach (var value in row.Values) text.Append(',').Append(double.IsNaN(value) ? "" : value.ToString("G9", CultureInfo.InvariantCulture));
            text.Append('\n');
        }

        PlacedFile.Write(path, text.ToString());
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="DataException">The file is missing or is no such table.</exception>
    public static FeatureTable Read(string path)
    {
        try
        {
            var rows = CsvRows.Parse(File.ReadAllText(path)).ToList();
            if (rows.Count == 0 || !rows[0].Take(Leading.Length).SequenceEqual(Leading)) throw new FormatException("it does not begin with file,part,class");
            string[] names = [.. rows[0].Skip(Leading.Length)];
            return new(names, [.. rows.Skip(1).Select((row, i) => Row(row, i + 2, names.Length))]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new DataException($"The features '{path}' cannot be read ({error.Message.TrimEnd('.')}); train again, or remove the file, to have them made anew.", error);
        }
    }

    private static FeatureRow Row(string[] cells, int line, int features)
    {
        if (cells.Length != Leading.Length + features) throw new FormatException($"line {line} has {cells.Length} cells where {Leading.Length + features} were expected");
        return new(cells[0], cells[1], cells[2], [.. cells.Skip(Leading.Length).Select(cell => cell.Length == 0 ? double.NaN : double.Parse(cell, CultureInfo.InvariantCulture))]);
    }
}
