using System.Globalization;
using Lucarne.Imaging;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Load;

namespace Lucarne.Learning.Report;

/// <summary>The wrong answers the network was surest of, with what they are, what it said, and the file.</summary>
internal static class MistakesSheet
{
    private const int Shown = 18;

    public static (IReadOnlyList<SheetCell> Cells, int Columns) Cells(
        IReadOnlyList<Prediction> predictions, IReadOnlyList<LabelledPicture> test, string[] labels, PictureLimits limits)
    {
        var paths = test.ToDictionary(picture => picture.File, picture => picture.Path, StringComparer.Ordinal);
        var cells = new List<SheetCell>();
        foreach (var mistake in Prediction.WorstMistakes(predictions, Shown))
        {
            if (!paths.TryGetValue(mistake.File, out var path) || RunSheets.Thumbnail(path, limits) is not { } shown) continue;
            var answer = string.Create(CultureInfo.InvariantCulture, $"{labels[mistake.Truth]} → {labels[mistake.Predicted]} {100 * mistake.Confidence:F0} %");
            cells.Add(new SheetCell(shown, $"{answer}\n{mistake.File}", CellFrame.Wrong));
        }

        return (cells, 6);
    }
}
