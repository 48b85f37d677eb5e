namespace Lucarne.Learning.Split;

/// <summary>Pictures in a fixed order, gathered by group and counted by class.</summary>
internal sealed class GroupTable
{
    public GroupTable(IReadOnlyCollection<SplitItem> items)
    {
        Items = [.. items.OrderBy(item => item.File, StringComparer.Ordinal)];
        Classes = [.. Items.Select(item => item.ClassName).Distinct().Order(StringComparer.Ordinal)];
        Groups = [.. Items.GroupBy(item => item.Group, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.ToArray())];
    }

    /// <summary>Sorted by file.</summary>
    public IReadOnlyList<SplitItem> Items { get; }

    /// <summary>Sorted by name.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Sorted by name, each sorted by file.</summary>
    public IReadOnlyList<SplitItem[]> Groups { get; }

    /// <summary>The files of each part, sorted.</summary>
    public IReadOnlyList<string>[] Deal(double[] fractions, double[] absence, int seed)
    {
        var counts = Groups.Select(group => Classes.Select(name => group.Count(item => item.ClassName == name)).ToArray()).ToArray();
        var partOf = GroupDealer.Deal(counts, fractions, absence, seed);
        var parts = new List<string>[fractions.Length];
        for (var part = 0; part < parts.Length; part++)
        {
            parts[part] = [.. Groups.Where((_, group) => partOf[group] == part).SelectMany(group => group).Select(item => item.File).Order(StringComparer.Ordinal)];
        }

        return parts;
    }

    public int GroupCount(string name) => Groups.Count(group => group.Any(item => item.ClassName == name));

    public string GroupsPerClass() => string.Join(", ", Classes.Select(name => $"{name}: {GroupCount(name)}"));
}
