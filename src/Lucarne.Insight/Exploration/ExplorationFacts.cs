using System.Globalization;
using System.Text;
using System.Text.Json;
using Lucarne.Imaging;
using Lucarne.Learning;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Folders;

namespace Lucarne.Insight.Exploration;

/// <summary>A picture's measures: a row of exploration.csv.</summary>
/// <param name="File">Path below the data folder.</param>
/// <param name="Class">Its class.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Brightness">Mean grey, in [0, 1].</param>
/// <param name="Contrast">Standard deviation of the greys, in [0, 1].</param>
/// <param name="Sharpness">Variance of the Laplacian.</param>
internal sealed record MeasuredPicture(string File, string Class, int Width, int Height, double Brightness, double Contrast, double Sharpness);

/// <summary>What exploration.json says.</summary>
/// <param name="Classes">The classes looked at.</param>
/// <param name="Shortcuts">The shortcut test.</param>
/// <param name="Outliers">The pictures farthest from others.</param>
internal sealed record ExplorationFacts(IReadOnlyList<string> Classes, ShortcutTest Shortcuts, IReadOnlyList<Outlier> Outliers);

/// <summary>The files of an exploration, in a run or in the folder of a check.</summary>
/// <param name="folder">Their folder.</param>
internal sealed class ExplorationFiles(string folder)
{
    public string Facts => Path.Combine(folder, "exploration.json");

    public string Measures => Path.Combine(folder, "exploration.csv");

    public bool Exist => File.Exists(Facts) && File.Exists(Measures);

    public void Write(ExplorationFacts facts, IEnumerable<MeasuredPicture> pictures)
    {
        var text = new StringBuilder("file,class,width,height,brightness,contrast,sharpness\n");
        foreach (var one in pictures)
            text.Append(CultureInfo.InvariantCulture, $"{CsvRows.Quote(one.File)},{CsvRows.Quote(one.Class)},{one.Width},{one.Height},{one.Brightness:0.######},{one.Contrast:0.######},{one.Sharpness:G6}\n");
        PlacedFile.Write(Measures, text.ToString());
        JsonFile.Write(Facts, facts);
    }

    /// <exception cref="DataException">A file is missing or is not what <see cref="Write"/> wrote.</exception>
    public (ExplorationFacts Facts, IReadOnlyList<MeasuredPicture> Pictures) Read()
    {
        try
        {
            var facts = JsonSerializer.Deserialize<ExplorationFacts>(File.ReadAllBytes(Facts), JsonFile.Form) ?? throw new JsonException("it holds null");
            double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
            return (facts, [.. CsvRows.Parse(File.ReadAllText(Measures)).Skip(1)
                .Select(row => new MeasuredPicture(row[0], row[1], (int)Number(row[2]), (int)Number(row[3]), Number(row[4]), Number(row[5]), Number(row[6])))]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or FormatException or IndexOutOfRangeException)
        {
            throw new DataException($"The exploration in '{folder}' cannot be read ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')}); check the data again with --out.", error);
        }
    }
}
