using System.Globalization;
using System.Text;

namespace Lucarne.Learning.Check;

/// <summary>A fingerprint in a few lines for a terminal.</summary>
public static class CheckSummary
{
    private const int ShownDefects = 10;

    /// <summary>The lines, with a line break after each.</summary>
    public static string Of(Fingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        var f = fingerprint;
        var text = new StringBuilder();
        Line(text, $"{f.Root}: {Count(f.Files, "picture")} for the recipe {f.Recipe}");
        Line(text, $"  classes      {string.Join(", ", f.Classes.Select(pair => $"{pair.Key} {pair.Value}"))} (largest over smallest {f.Imbalance:0.##})");
        Line(text, $"  sizes        {f.Sizes.WidthMin} to {f.Sizes.WidthMax} × {f.Sizes.HeightMin} to {f.Sizes.HeightMax} pixels, {Count(f.Sizes.Distinct, "different size")}");
        Line(text, $"  stored as    {string.Join(", ", f.Modes.Select(pair => $"{pair.Key} {pair.Value}"))}; {string.Join(", ", f.Formats.Select(pair => $"{pair.Key} {pair.Value}"))}");
        Line(text, $"  brightness   {string.Join(", ", f.Intensity.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value.Mean:0.000} ± {pair.Value.StandardDeviation:0.000}")))}");
        Line(text, $"  duplicates   {Count(f.ExactDuplicates.Count, "set")} of exact copies ({f.ExactDuplicates.Sum(set => set.Count)} files), {Count(f.NearDuplicates.Count, "set")} of near copies ({f.NearDuplicates.Sum(set => set.Count)} files)");
        Line(text, $"  groups       {f.Groups.Count} from {f.Groups.Source}, the largest of {Count(f.Groups.Largest, "picture")} ({string.Join(", ", f.Groups.PerClass.Select(pair => $"{pair.Key} {pair.Value.Count}"))})");
        var leak = f.RandomSplitLeak;
        Line(text, $"  random split {leak.WithACopyInTraining} of its {Count(leak.TestPictures, "test picture")} ({leak.Fraction:P0}) would have had a copy in training, {leak.WithTheirGroupInTraining} a picture of their group");
        foreach (var conflict in f.Conflicts)
            Line(text, $"  conflict     {string.Join(", ", conflict.Files.Take(4))}: {(conflict.Kind == "exact" ? "the same picture" : "near copies")} in {string.Join(" and ", conflict.Classes)}; {(conflict.Kind == "exact" ? "left out" : "kept in one group")}");
        foreach (var defect in f.Defects.Take(ShownDefects)) Line(text, $"  left out     {defect.Message}");
        if (f.Defects.Count > ShownDefects) Line(text, $"  left out     and {f.Defects.Count - ShownDefects} more, all named in fingerprint.json");
        foreach (var warning in f.Warnings) Line(text, $"  note         {warning}");
        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(FormattableString.Invariant(line)).Append('\n');

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
