using System.Text.Json.Serialization;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Check;

/// <summary>What is in a data folder and what is wrong with it: the content of <c>fingerprint.json</c>.</summary>
public sealed record Fingerprint
{
    /// <summary>The recipe's name.</summary>
    public required string Recipe { get; init; }

    /// <summary>The data folder's name, without its path.</summary>
    public required string Root { get; init; }

    /// <summary>Pictures that were found, broken ones included.</summary>
    public required int Files { get; init; }

    /// <summary>Pictures that can be used (decoded, and not in two classes at once), per class in the recipe's order.</summary>
    public required IReadOnlyDictionary<string, int> Classes { get; init; }

    /// <summary>Every picture that was decoded, sorted by file.</summary>
    public required IReadOnlyList<PictureRecord> Pictures { get; init; }

    /// <summary>Sizes in pixels.</summary>
    public required SizeSummary Sizes { get; init; }

    /// <summary>How pictures store their pixels: mode → pictures.</summary>
    public required IReadOnlyDictionary<string, int> Modes { get; init; }

    /// <summary>File formats: format → pictures.</summary>
    public required IReadOnlyDictionary<string, int> Formats { get; init; }

    /// <summary>Luma per class.</summary>
    public required IReadOnlyDictionary<string, IntensitySummary> Intensity { get; init; }

    /// <summary>Pictures left out because they cannot be read.</summary>
    public required IReadOnlyList<PictureDefect> Defects { get; init; }

    /// <summary>Sets of files with the same pixels, whatever container they came in.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> ExactDuplicates { get; init; }

    /// <summary>Sets of files that are near copies of each other, directly or through others; sets of exact copies alone are not repeated here.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> NearDuplicates { get; init; }

    /// <summary>The same picture in two classes. Exact copies are left out of every part, for neither label can be trusted; near copies
    /// (which may honestly differ) are kept, in one group.</summary>
    public required IReadOnlyList<LabelConflict> Conflicts { get; init; }

    /// <summary>Pictures of the largest class over those of the smallest.</summary>
    public required double Imbalance { get; init; }

    /// <summary>Which pictures belong together.</summary>
    public required GroupSummary Groups { get; init; }

    /// <summary>What a split that ignores groups would have leaked.</summary>
    public required LeakSummary RandomSplitLeak { get; init; }

    /// <summary>What else a person should know, a sentence each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The same in French, in the same order; empty in a file made before it was written.</summary>
    public IReadOnlyList<string> WarningsFr { get; init; } = [];

    /// <summary>The warnings in both languages.</summary>
    internal IReadOnlyList<LocalText> WarningsInBoth() => LocalText.Paired(Warnings, WarningsFr);
}

/// <summary>Widths and heights.</summary>
/// <param name="Distinct">Different sizes.</param>
/// <param name="WidthMin">Smallest width.</param>
/// <param name="WidthMedian">Median width (the lower one of an even count).</param>
/// <param name="WidthMax">Largest width.</param>
/// <param name="HeightMin">Smallest height.</param>
/// <param name="HeightMedian">Median height (the lower one of an even count).</param>
/// <param name="HeightMax">Largest height.</param>
public sealed record SizeSummary(int Distinct, int WidthMin, int WidthMedian, int WidthMax, int HeightMin, int HeightMedian, int HeightMax);

/// <summary>Luma in [0, 1] over a class, every picture weighing the same whatever its size.</summary>
/// <param name="Mean">Mean of the pictures' means.</param>
/// <param name="StandardDeviation">√(mean of (sd² + mean²) − Mean²): within pictures and between them.</param>
public sealed record IntensitySummary(double Mean, [property: JsonPropertyName("sd")] double StandardDeviation);

/// <summary>The same picture in several classes.</summary>
/// <param name="Files">The copies.</param>
/// <param name="Classes">Their classes.</param>
/// <param name="Kind"><c>exact</c>: the same pixels, left out. <c>near</c>: near copies, kept in one group.</param>
public sealed record LabelConflict(IReadOnlyList<string> Files, IReadOnlyList<string> Classes, string Kind);

/// <summary>Groups of pictures that belong together.</summary>
/// <param name="Source">Where they come from, in words.</param>
/// <param name="Count">Groups.</param>
/// <param name="Largest">Pictures of the largest.</param>
/// <param name="PerClass">Groups of each class.</param>
public sealed record GroupSummary(string Source, int Count, int Largest, IReadOnlyDictionary<string, ClassGroups> PerClass);

/// <summary>Groups of a class.</summary>
/// <param name="Count">Groups with a picture of the class.</param>
/// <param name="Largest">The class's pictures in the largest.</param>
/// <param name="Sizes">The class's pictures in the ten largest, descending.</param>
public sealed record ClassGroups(int Count, int Largest, IReadOnlyList<int> Sizes);

/// <summary>What a seeded random split with the recipe's fractions, by class but not by group, would have leaked.</summary>
/// <param name="TestPictures">Pictures in its test part.</param>
/// <param name="WithACopyInTraining">Of those, pictures with an exact or near copy in its training part.</param>
/// <param name="Fraction">The second over the first.</param>
/// <param name="WithTheirGroupInTraining">Test pictures with any picture of their group in the training part.</param>
public sealed record LeakSummary(int TestPictures, int WithACopyInTraining, double Fraction, int WithTheirGroupInTraining);
