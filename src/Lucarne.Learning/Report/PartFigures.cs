using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report.Charts;

namespace Lucarne.Learning.Report;

/// <summary>The charts of a prepared cohort: how scans and slices are dealt out.</summary>
internal static class PartFigures
{
    /// <summary>Draws them.</summary>
    /// <returns>A sentence where something could not be drawn; null otherwise.</returns>
    public static string? Write(PreparedStore store, SegmentationOptions options, CancellationToken cancellation)
    {
        Directory.CreateDirectory(store.Folder.Figures);
        ValueList<string>[] parts = [store.Split.Train, store.Split.Validation, store.Split.Test];
        int[] scans = [.. parts.Select(part => part.Count)];
        var slices = options.Structures.Select(structure => parts
            .Select(part => store.Of(part).Sum(scan => scan.Record.Pixels.Count(pixels => pixels[structure.Value - 1] > 0))).ToArray()).ToList();
        IReadOnlyList<string> Labels(Language language) => [.. options.Structures.Select(structure => structure.Label.In(language))];
        var texts = new Texts();
        return RunFigures.Draw(
            [new(PartCharts.Pie, l => PartCharts.DrawPie(scans, texts, l)), new(PartCharts.Bars, l => PartCharts.DrawBars(Labels(l), slices, texts, l))],
            store.Folder.Figures, new ChartRenderer(), cancellation).Warning;
    }
}
