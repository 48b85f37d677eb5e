using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging;

/// <summary>Slices side by side, for a sheet of <see cref="ContactSheet"/> with as many columns as there are captions.</summary>
public static class ScanPanels
{
    /// <summary>CT, structures, and structures over the CT.</summary>
    /// <param name="scan">[K, J, I].</param>
    /// <param name="map">A label map on the scan's grid.</param>
    /// <param name="k">The slice.</param>
    /// <param name="style">How they are drawn.</param>
    /// <param name="captions">Three captions, in the reader's language.</param>
    public static IReadOnlyList<SheetCell> Structures(Volume<float> scan, Volume<byte> map, int k, ScanStyle style, params IReadOnlyList<string> captions)
    {
        CheckCaptions(captions, 3);
        return
        [
            new SheetCell(SlicePicture.Grey(scan, k, style), captions[0]),
            new SheetCell(SlicePicture.Labels(map, k, style), captions[1]),
            new SheetCell(SlicePicture.Overlay(scan, map, k, style), captions[2]),
        ];
    }

    /// <summary>CT, the true structures, the predicted ones, and the predicted ones over the CT.</summary>
    /// <param name="scan">[K, J, I].</param>
    /// <param name="truth">The true label map, on the scan's grid.</param>
    /// <param name="predicted">The predicted label map, on the scan's grid.</param>
    /// <param name="k">The slice.</param>
    /// <param name="style">How they are drawn.</param>
    /// <param name="captions">Four captions, in the reader's language.</param>
    public static IReadOnlyList<SheetCell> Comparison(Volume<float> scan, Volume<byte> truth, Volume<byte> predicted, int k, ScanStyle style, params IReadOnlyList<string> captions)
    {
        CheckCaptions(captions, 4);
        return
        [
            new SheetCell(SlicePicture.Grey(scan, k, style), captions[0]),
            new SheetCell(SlicePicture.Labels(truth, k, style), captions[1]),
            new SheetCell(SlicePicture.Labels(predicted, k, style), captions[2]),
            new SheetCell(SlicePicture.Overlay(scan, predicted, k, style), captions[3]),
        ];
    }

    /// <summary>A layout for panels in a row: cells as large as the pictures, and a legend of the structures with names.</summary>
    public static SheetLayout Layout(ScanStyle style, int columns, string title = "", string subtitle = "")
    {
        ArgumentNullException.ThrowIfNull(style);
        return new SheetLayout { Title = title, Subtitle = subtitle, Columns = columns, CellSide = style.Side, Legend = [.. style.Structures.Where(structure => structure.Name.Length > 0)] };
    }

    private static void CheckCaptions(IReadOnlyList<string> captions, int count)
    {
        ArgumentNullException.ThrowIfNull(captions);
        if (captions.Count != count)
            throw new ArgumentException($"{count} captions were expected, not {captions.Count}.", nameof(captions));
    }
}
