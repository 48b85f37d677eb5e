namespace Lucarne.Learning.Check;

/// <summary>Copies of pictures and the labels they contradict.</summary>
/// <param name="Exact">Sets of files with the same pixels.</param>
/// <param name="Near">Sets of near copies that are not all the same pixels.</param>
/// <param name="Conflicts">Sets that lie in more than one class.</param>
internal sealed record CopyFinder(
    IReadOnlyList<IReadOnlyList<string>> Exact, IReadOnlyList<IReadOnlyList<string>> Near, IReadOnlyList<LabelConflict> Conflicts)
{
    public static CopyFinder Find(IReadOnlyList<PictureRecord> pictures, IEnumerable<(int A, int B)> near)
    {
        var exact = pictures.GroupBy(picture => picture.Content).Select(set => set.ToArray()).Where(set => set.Length > 1).ToArray();
        var sets = new DisjointSets(pictures.Count);
        foreach (var (a, b) in near) sets.Join(a, b);
        var close = sets.Sets().Where(set => set.Length > 1).Select(set => set.Select(i => pictures[i]).ToArray())
            .Where(set => set.Select(picture => picture.Content).Distinct().Count() > 1).ToArray();
        IEnumerable<LabelConflict> conflicts = [
            .. exact.Select(set => Conflict(set, "exact")).OfType<LabelConflict>(),
            .. close.Select(set => Conflict(set, "near")).OfType<LabelConflict>(),
        ];
        return new([.. exact.Select(Files)], [.. close.Select(Files)], [.. conflicts]);
    }

    private static IReadOnlyList<string> Files(PictureRecord[] set) => [.. set.Select(picture => picture.File)];

    private static LabelConflict? Conflict(PictureRecord[] set, string kind)
    {
        string[] classes = [.. set.Select(picture => picture.ClassName).Distinct().Order(StringComparer.Ordinal)];
        return classes.Length > 1 ? new(Files(set), classes, kind) : null;
    }
}
