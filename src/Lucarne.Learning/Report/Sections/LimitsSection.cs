namespace Lucarne.Learning.Report.Sections;

/// <summary>What these figures do not show.</summary>
internal static class LimitsSection
{
    // Under this many test pictures, one more mistake moves a class's sensitivity by more than three points.
    private const int FewPictures = 30;

    public static void Write(PageWriter page, RunContents run) => page.Section("limits", () =>
    {
        var items = new List<string> { page.Text("limits.validated"), page.Text("limits.source"), page.Text("limits.other") };
        if (run.Metrics is { } metrics)
        {
            var few = metrics.Classes.Where(c => metrics.PerClass[c].Support is > 0 and < FewPictures).ToList();
            if (few.Count > 0)
                items.Add(page.Text("limits.few", l => [string.Join(", ", few.Select(c => $"{run.Label(c, l)} ({metrics.PerClass[c].Support})"))]));
            if (metrics.Bootstrap is { Unit: "picture" }) items.Add(page.Text("limits.pictures"));
        }

        // Near copies are joined whatever was stated: only where nothing was do groups rest on likeness.
        if (run.Data?.GroupSource is { } source && (source.StartsWith("near copies", StringComparison.Ordinal) || source.StartsWith("neighbours", StringComparison.Ordinal)))
            items.Add(page.Text("limits.groups"));
        items.Add(page.Text("limits.labels"));
        items.AddRange(run.Run.Notes.Concat(run.Data?.Warnings ?? []).Select(note => PageWriter.Plain(l => note.In(l))));
        page.Items(items);
    });
}
