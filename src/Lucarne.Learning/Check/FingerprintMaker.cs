using Lucarne.Learning.Folders;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Split;

namespace Lucarne.Learning.Check;

/// <summary>Puts what was measured into a fingerprint.</summary>
internal sealed class FingerprintMaker(PictureFolder folder, Recipe recipe, IReadOnlyList<PictureRecord> decoded, IReadOnlyList<PictureDefect> defects)
{
    private const int SizesListed = 10;

    public Fingerprint Make(CopyFinder copies, IReadOnlyList<SplitItem> items, PictureGroups groups, LeakSummary leak)
    {
        var classes = folder.Classes.ToDictionary(label => label.Name, label => items.Count(item => item.ClassName == label.Name));
        var groupSummary = Groups(items, groups.Source);
        LocalText[] warnings = [.. folder.Warnings, .. UnknownListed(), .. FewGroups(groupSummary)];
        return new()
        {
            Recipe = recipe.Name,
            Root = folder.Name,
            Files = folder.Pictures.Count,
            Classes = classes,
            Pictures = [.. decoded.Select(picture => picture with { Print = null })],
            Sizes = Sizes(),
            Modes = Counted(decoded.Select(picture => picture.Mode)),
            Formats = Counted(decoded.Select(picture => picture.Format)),
            Intensity = folder.Classes.ToDictionary(label => label.Name, label => Intensity([.. decoded.Where(picture => picture.ClassName == label.Name)])),
            Defects = defects,
            ExactDuplicates = copies.Exact,
            NearDuplicates = copies.Near,
            Conflicts = copies.Conflicts,
            Imbalance = Math.Round((double)classes.Values.Max() / classes.Values.Min(), 6),
            Groups = groupSummary,
            RandomSplitLeak = leak,
            Warnings = [.. warnings.Select(warning => warning.En)],
            WarningsFr = [.. warnings.Select(warning => warning.Fr)],
        };
    }

    private SizeSummary Sizes()
    {
        int[] widths = [.. decoded.Select(picture => picture.Width).Order()];
        int[] heights = [.. decoded.Select(picture => picture.Height).Order()];
        var middle = (decoded.Count - 1) / 2;
        return new(
            decoded.Select(picture => (picture.Width, picture.Height)).Distinct().Count(),
            widths[0], widths[middle], widths[^1], heights[0], heights[middle], heights[^1]);
    }

    private static SortedDictionary<string, int> Counted(IEnumerable<string> values)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var value in values) counts[value] = counts.GetValueOrDefault(value) + 1;
        return counts;
    }

    private static IntensitySummary Intensity(PictureRecord[] pictures)
    {
        var mean = pictures.Average(picture => picture.Mean);
        var square = pictures.Average(picture => (picture.StandardDeviation * picture.StandardDeviation) + (picture.Mean * picture.Mean));
        return new(Math.Round(mean, 6), Math.Round(Math.Sqrt(Math.Max(0, square - (mean * mean))), 6));
    }

    private GroupSummary Groups(IReadOnlyList<SplitItem> items, string source)
    {
        var sets = items.GroupBy(item => item.Group, StringComparer.Ordinal).ToArray();
        var perClass = folder.Classes.ToDictionary(label => label.Name, label =>
        {
            int[] sizes = [.. sets.Select(set => set.Count(item => item.ClassName == label.Name)).Where(size => size > 0).OrderDescending()];
            return new ClassGroups(sizes.Length, sizes[0], [.. sizes.Take(SizesListed)]);
        });
        return new(source, sets.Length, sets.Max(set => set.Count()), perClass);
    }

    private IEnumerable<LocalText> UnknownListed()
    {
        var files = folder.Pictures.Select(picture => picture.File).ToHashSet(StringComparer.Ordinal);
        var unknown = folder.ListedGroups.Keys.Count(file => !files.Contains(file));
        if (unknown == 0) yield break;
        var first = folder.ListedGroups.Keys.First(file => !files.Contains(file));
        yield return new(
            $"{GroupsFile.Name} names {unknown} file(s) that are not among the pictures, such as '{first}'.",
            $"{GroupsFile.Name} nomme {unknown} fichier(s) qui ne sont pas parmi les images, comme «\u202f{first}\u202f».");
    }

    private static IEnumerable<LocalText> FewGroups(GroupSummary groups)
    {
        const int parts = 3;
        const double giant = 0.5;
        foreach (var (name, own) in groups.PerClass)
        {
            var total = own.Sizes.Sum();
            if (own.Count < parts)
                yield return new(
                    $"The class '{name}' consists of {own.Count} group(s) of pictures that belong together: it cannot be in training, validation and test at once.",
                    $"La classe «\u202f{name}\u202f» est faite de {own.Count} groupe(s) d’images qui vont ensemble\u202f: elle ne peut être à la fois dans l’entraînement, la validation et le test.");
            else if (own.Count <= SizesListed && own.Largest > giant * total)
                yield return new(
                    $"More than half of the class '{name}' ({own.Largest} of {total} pictures) is one group that cannot be cut: its share of training, validation and test will be far from what was wanted.",
                    $"Plus de la moitié de la classe «\u202f{name}\u202f» ({own.Largest} images sur {total}) forme un seul groupe qui ne peut être coupé\u202f: sa part d’entraînement, de validation et de test sera loin de ce qui était voulu.");
        }
    }
}
