using System.Globalization;
using System.Text.RegularExpressions;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Check;

/// <summary>Which pictures belong together: those of a patient or a scan, and near copies in any case.</summary>
internal sealed class PictureGroups
{
    // A regular expression from a recipe runs on names of files: neither may hold the program up.
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<PictureRecord> pictures;
    private readonly string?[] stated;
    private readonly DisjointSets sets;
    private readonly List<string> sources = [];

    private PictureGroups(IReadOnlyList<PictureRecord> pictures)
    {
        this.pictures = pictures;
        stated = new string?[pictures.Count];
        sets = new(pictures.Count);
    }

    /// <summary>The group of each picture, in the pictures' order.</summary>
    public required string[] Names { get; init; }

    /// <summary>Where the groups come from, in words.</summary>
    public required string Source { get; init; }

    /// <summary>Puts pictures into groups. Stated groups come first (groups.csv, then the recipe's pattern); pictures without one are
    /// chained to their neighbours in number where the recipe says so; near copies are joined last, whatever was stated.</summary>
    /// <param name="pictures">Sorted by file.</param>
    /// <param name="near">Pairs of near copies.</param>
    /// <param name="listed">Groups of groups.csv.</param>
    /// <param name="data">The recipe's.</param>
    public static PictureGroups Of(
        IReadOnlyList<PictureRecord> pictures, IEnumerable<(int A, int B)> near, IReadOnlyDictionary<string, string> listed, DataOptions data)
    {
        var groups = new PictureGroups(pictures) { Names = new string[pictures.Count], Source = "" };
        groups.State(listed, data.GroupPattern);
        if (data.Neighbours is { } neighbours) groups.Chain(neighbours);
        foreach (var (a, b) in near) groups.sets.Join(a, b);
        groups.sources.Add("near copies");
        var named = new string[pictures.Count];
        foreach (var set in groups.sets.Sets())
        {
            var name = set.Select(i => groups.stated[i]).OfType<string>().Order(StringComparer.Ordinal).FirstOrDefault() ?? pictures[set[0]].File;
            foreach (var i in set) named[i] = name;
        }

        return new(pictures) { Names = named, Source = string.Join(", then ", groups.sources) };
    }

    private void State(IReadOnlyDictionary<string, string> listed, string? pattern)
    {
        if (listed.Count > 0) sources.Add(GroupsFile.Name);
        if (pattern is not null) sources.Add("the recipe's group_pattern");
        var regex = pattern is null ? null : new Regex(pattern, RegexOptions.CultureInvariant, PatternTimeout);
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < pictures.Count; i++)
        {
            stated[i] = listed.GetValueOrDefault(pictures[i].File) ?? Captured(regex, pictures[i].File);
            if (stated[i] is not { } name) continue;
            if (!first.TryAdd(name, i)) sets.Join(first[name], i);
        }
    }

    // Sorted by folder and number, so that only pictures next to each other need to be compared.
    private void Chain(NeighbourOptions options)
    {
        sources.Add("neighbours in number");
        var regex = new Regex(options.NumberPattern, RegexOptions.CultureInvariant, PatternTimeout);
        var numbered = Enumerable.Range(0, pictures.Count)
            .Where(i => stated[i] is null)
            .Select(i => (Index: i, Folder: FolderOf(pictures[i].File), Number: NumberIn(regex, pictures[i].File)))
            .Where(item => item.Number is not null)
            .GroupBy(item => (item.Folder, pictures[item.Index].ClassName));
        foreach (var folder in numbered)
        {
            var ordered = folder.OrderBy(item => item.Number).ToArray();
            for (var i = 0; i < ordered.Length; i++)
            {
                for (var j = i + 1; j < ordered.Length && ordered[j].Number - ordered[i].Number <= options.MaxStep; j++)
                {
                    if (NearCopies.Correlation(pictures[ordered[i].Index], pictures[ordered[j].Index]) >= options.MinCorrelation)
                        sets.Join(ordered[i].Index, ordered[j].Index);
                }
            }
        }
    }

    private static string FolderOf(string file) => file[..Math.Max(0, file.LastIndexOf('/'))];

    private static long? NumberIn(Regex regex, string file) =>
        Captured(regex, Path.GetFileNameWithoutExtension(file)) is { } text && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : null;

    private static string? Captured(Regex? regex, string text)
    {
        try
        {
            return regex?.Match(text) is { Success: true } match && match.Groups[1] is { Success: true, Length: > 0 } group ? group.Value : null;
        }
        catch (RegexMatchTimeoutException error)
        {
            throw new DataException($"The pattern '{regex}' takes longer than a second on '{text}'; write it without nested repeats.", error);
        }
    }
}
