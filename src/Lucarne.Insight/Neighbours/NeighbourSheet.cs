using System.Globalization;
using Lucarne.Imaging;

namespace Lucarne.Insight.Neighbours;

/// <summary>A picture beside the most similar ones that its network learned from.</summary>
internal static class NeighbourSheet
{
    /// <summary>The sheet; null where no similar case has a thumbnail.</summary>
    /// <param name="picture">The picture that was read.</param>
    /// <param name="nearest">Its nearest cases.</param>
    /// <param name="caption">What stands under the picture.</param>
    /// <param name="label">What a class is called.</param>
    /// <param name="predicted">The predicted class. Cases of it are framed green, others red.</param>
    public static Picture? Compose(Picture picture, NearestCases nearest, string caption, Func<string, string> label, string predicted)
    {
        SheetCell[] cases = [.. nearest.Cases.Where(one => one.Thumbnail is not null).Select(one => new SheetCell(
            PictureReader.Read(one.Thumbnail!.Value.Span, one.File),
            string.Create(CultureInfo.InvariantCulture, $"{label(one.Class)}\n{one.Distance:0.00} · {Path.GetFileName(one.File)}"),
            one.Class == predicted ? CellFrame.Right : CellFrame.Wrong))];
        return cases.Length == 0
            ? null
            : ContactSheet.Compose([new SheetCell(picture, caption), .. cases], new SheetLayout { Columns = cases.Length + 1 });
    }
}
