using Lucarne.Imaging;
using Lucarne.Learning.Load;

namespace Lucarne.Learning.Report;

/// <summary>A row of pictures per class, each from another group where there are enough.</summary>
internal static class SampleSheet
{
    private const int PerClass = 6;

    public static (IReadOnlyList<SheetCell> Cells, int Columns) Cells(IReadOnlyList<LabelledPicture> train, string[] labels, PictureLimits limits)
    {
        var cells = new List<SheetCell>();
        for (var label = 0; label < labels.Length; label++)
        {
            var one = train.Where(picture => picture.Label == label).GroupBy(picture => picture.Group).Select(group => group.First()).ToList();
            var rest = train.Where(picture => picture.Label == label).Except(one);
            foreach (var picture in Spread(one, PerClass).Concat(rest).Take(PerClass))
                if (RunSheets.Thumbnail(picture.Path, limits) is { } shown) cells.Add(new SheetCell(shown, $"{labels[label]}\n{Path.GetFileName(picture.File)}"));
        }

        return (cells, PerClass);
    }

    /// <summary>Items at even distances over a list.</summary>
    private static IEnumerable<LabelledPicture> Spread(List<LabelledPicture> items, int count)
    {
        if (items.Count <= count) return items;
        return Enumerable.Range(0, count).Select(i => items[i * items.Count / count]);
    }
}
