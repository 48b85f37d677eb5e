namespace Lucarne.Learning.Report.Sections;

/// <summary>What this page is about, and what it must not be taken for.</summary>
internal static class OpeningSection
{
    /// <param name="page">Where it is written.</param>
    /// <param name="run">The run.</param>
    /// <param name="chapters">The sections that follow, which it links to.</param>
    public static void Write(PageWriter page, RunContents run, IReadOnlyList<string> chapters)
    {
        var recipe = run.Run.Recipe ?? run.Recipe?.Setting("name") ?? Path.GetFileName(run.Path);
        page.Raw("<header>");
        page.Raw($"<p class=\"kicker\">Lucarne · {page.Text("opening.kicker")}</p>");
        page.Raw($"<h1>{PageWriter.Plain(l => run.Recipe?.Title?.In(l) ?? recipe)}</h1>");
        if (run.Recipe?.Description is { } description) page.Raw($"<p class=\"lead\">{PageWriter.Plain(description.In)}</p>");
        page.Raw($"<p class=\"model\">{ModelLine(page, run, recipe)}</p>");
        page.Raw($"<aside class=\"notice\" role=\"note\"><strong>{page.Text("notice.title")}</strong> {page.Text("notice.text")}</aside>");
        if (run.Run.Status is { } status && status is not ("finished" or "done" or "complete" or "completed"))
            page.Paragraph("opening.unfinished", _ => [status], "warning");
        page.Raw($"<nav><ol>{string.Concat(chapters.Select(c => $"<li><a href=\"#{c}\">{page.Text($"{c}.title")}</a></li>"))}</ol></nav>");
        page.Raw("</header>");
    }

    private static string ModelLine(PageWriter page, RunContents run, string recipe)
    {
        var parts = new List<string> { page.Text("opening.model", _ => [recipe + (run.Run.Network is { } network ? " / " + network : "")]) };
        if (run.Run.Lucarne is { } version) parts.Add(page.Text("opening.version", _ => [version + (run.Run.Git is { } git ? $" ({git})" : "")]));
        if ((run.Run.Finished ?? run.Run.Started) is { } day)
            parts.Add(PageWriter.Plain(l => Dates.Day(day, l)));
        return string.Join(" <span class=\"dot\">·</span> ", parts);
    }
}
