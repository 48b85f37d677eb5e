using Lucarne.Learning.Runs;

namespace Lucarne.Server.Models;

/// <summary>The charts that a run keeps as SVG.</summary>
internal static class RunDrawings
{
    // In the order in which a person reads them.
    private static readonly string[] Known = ["roc", "precision-recall", "calibration", "class-distribution"];

    // The page draws these itself.
    private static readonly string[] OnThePage = ["confusion-matrix", "training-curves"];

    /// <summary>The charts in a language: those that are known first, then the others.</summary>
    public static IReadOnlyList<string> Of(string run, string language) =>
        [.. All(run).Where(file => file.EndsWith(".fr.svg", StringComparison.Ordinal) == (language == "fr") && !OnThePage.Any(name => file.StartsWith(name, StringComparison.Ordinal)))
            .OrderBy(file => Array.FindIndex(Known, known => file.StartsWith(known, StringComparison.Ordinal)) is var place and >= 0 ? place : Known.Length)];

    /// <summary>The path of a chart; null where the run has none of this name. Only what a listing names is opened: an address never becomes a path.</summary>
    public static string? Find(string run, string figure) => All(run).Contains(figure) ? Path.Combine(new RunFolder(run).Figures, figure) : null;

    private static IEnumerable<string> All(string run) => new RunFolder(run).Figures is var folder && Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.svg").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)
        : [];
}
