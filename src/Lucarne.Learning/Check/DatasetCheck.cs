using System.Collections.Concurrent;
using Lucarne.Imaging;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Split;

namespace Lucarne.Learning.Check;

/// <summary>How far a check has come.</summary>
/// <param name="Done">Pictures looked at.</param>
/// <param name="Total">Pictures there are.</param>
public readonly record struct CheckProgress(int Done, int Total);

/// <summary>Data that was looked at: what it is, and what of it can be used.</summary>
/// <param name="Fingerprint">What is in it and what is wrong with it.</param>
/// <param name="Pictures">The pictures that can be used, sorted by file.</param>
/// <param name="Items">The same pictures with their groups, to be split.</param>
public sealed record CheckedData(Fingerprint Fingerprint, IReadOnlyList<FolderPicture> Pictures, IReadOnlyList<SplitItem> Items);

/// <summary>Looks at every picture of a data folder: decodes it, measures it, and finds copies, conflicts and groups.</summary>
public static class DatasetCheck
{
    private const int MostThreads = 16;

    /// <summary>Checks a folder. Broken pictures are left out by name and never stop the check.</summary>
    /// <param name="folder">The data.</param>
    /// <param name="recipe">Its thresholds and fractions.</param>
    /// <param name="progress">Told after each picture, from any thread; null for none.</param>
    /// <param name="token">Ends the check early.</param>
    /// <exception cref="DataException">No picture of a class is left that can be used.</exception>
    public static CheckedData Run(PictureFolder folder, Recipe recipe, IProgress<CheckProgress>? progress = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(recipe);
        var (decoded, defects) = Inspect(folder, recipe, progress, token);
        var near = NearPairs(decoded, recipe.Data, token);
        var copies = CopyFinder.Find(decoded, near);
        var excluded = copies.Conflicts.Where(conflict => conflict.Kind == "exact").SelectMany(conflict => conflict.Files).ToHashSet(StringComparer.Ordinal);
        var groups = PictureGroups.Of(decoded, near, folder.ListedGroups, recipe.Data);
        var usable = Enumerable.Range(0, decoded.Length).Where(i => !excluded.Contains(decoded[i].File)).ToArray();
        RefuseEmptyClasses(folder, decoded, usable, defects);
        SplitItem[] items = [.. usable.Select(i => new SplitItem(decoded[i].File, decoded[i].ClassName, groups.Names[i]))];
        var fingerprint = new FingerprintMaker(folder, recipe, decoded, defects).Make(copies, items, groups, RandomSplitLeak.Of(decoded, near, groups.Names, recipe.Split));
        var kept = items.Select(item => item.File).ToHashSet(StringComparer.Ordinal);
        return new(fingerprint, [.. folder.Pictures.Where(picture => kept.Contains(picture.File))], items);
    }

    private static (PictureRecord[] Decoded, PictureDefect[] Defects) Inspect(
        PictureFolder folder, Recipe recipe, IProgress<CheckProgress>? progress, CancellationToken token)
    {
        var limits = new PictureLimits(MaxPixels: (long)(recipe.Data.MaxMegapixels * 1e6));
        var records = new PictureRecord?[folder.Pictures.Count];
        var defects = new ConcurrentBag<PictureDefect>();
        var done = 0;
        var threads = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, MostThreads), CancellationToken = token };
        Parallel.For(0, records.Length, threads, i =>
        {
            try
            {
                records[i] = PictureInspector.Inspect(folder.Pictures[i], limits);
            }
            catch (PictureException error)
            {
                defects.Add(PictureInspector.Defect(error, folder.Pictures[i].File));
            }

            progress?.Report(new(Interlocked.Increment(ref done), records.Length));
        });
        return ([.. records.OfType<PictureRecord>()], [.. defects.OrderBy(defect => defect.File, StringComparer.Ordinal)]);
    }

    // Pictures with the same pixels are near copies even where both are even grey and no correlation exists.
    private static List<(int A, int B)> NearPairs(PictureRecord[] pictures, DataOptions data, CancellationToken token)
    {
        var pairs = NearCopies.Pairs(pictures, data.NearDuplicateDistance, data.NearDuplicateCorrelation, token).ToHashSet();
        foreach (var same in Enumerable.Range(0, pictures.Length).GroupBy(i => pictures[i].Content))
        {
            int[] copies = [.. same];
            for (var i = 1; i < copies.Length; i++) pairs.Add((copies[0], copies[i]));
        }

        return [.. pairs.Order()];
    }

    private static void RefuseEmptyClasses(PictureFolder folder, PictureRecord[] decoded, int[] usable, PictureDefect[] defects)
    {
        var left = usable.Select(i => decoded[i].ClassName).ToHashSet(StringComparer.Ordinal);
        if (folder.Classes.FirstOrDefault(label => !left.Contains(label.Name)) is not { } empty) return;
        var why = defects.FirstOrDefault(defect => folder.Pictures.Any(picture => picture.File == defect.File && picture.ClassName == empty.Name)) is { } first
            ? $"the first that is broken: {first.Message.TrimEnd('.')}"
            : "each is also in another class";
        throw new DataException($"No picture of the class '{empty.Name}' in '{folder.Name}' can be used ({why}); mend or replace its files.");
    }
}
