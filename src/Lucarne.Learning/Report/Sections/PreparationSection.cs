namespace Lucarne.Learning.Report.Sections;

/// <summary>How a picture becomes the network's input, and what the network is.</summary>
internal static class PreparationSection
{
    private static readonly string[] Chapters = ["prepare", "input", "sampling", "augment", "network", "train", "segment"];

    public static void Write(PageWriter page, RunContents run) => page.Section("preparation", () =>
    {
        page.SaysMissing(run, "run.json");
        Network(page, run);
        FigureBlock.Sheet(page, run, "augmentation");
        if (page.SaysMissing(run, "recipe.yaml") || run.Recipe is not { } recipe) return;
        page.Paragraph("preparation.settings");
        page.Raw("<div class=\"settings\">");
        foreach (var chapter in Chapters)
        {
            var settings = recipe.Settings.Where(s => s.Key.StartsWith(chapter + ".", StringComparison.Ordinal) && s.Value is not ("" or "null" or "~")).ToList();
            if (settings.Count == 0) continue;
            page.Raw($"<div><h3>{page.Text($"settings.{chapter}")}</h3><dl>");
            foreach (var (key, value) in settings)
                page.Raw($"<dt>{PageWriter.Escape(key[(chapter.Length + 1)..].Replace('_', ' ').Replace(".", " · ", StringComparison.Ordinal))}</dt><dd>{PageWriter.Escape(value)}</dd>");
            page.Raw("</dl></div>");
        }
        page.Raw("</div>");
    });

    private static void Network(PageWriter page, RunContents run)
    {
        if (run.Run.Network is { } network)
            page.Paragraph(run.Run.Parameters is null ? "preparation.network.name" : "preparation.network",
                l => [network, run.Run.Parameters is double count ? Numbers.Whole((long)count, l) : ""]);
        if (run.Run.Network is null && run.Run.Weights is null) return;
        if (run.Run.Weights is { } weights) page.Paragraph("preparation.weights", _ => [weights], "callout");
        else if (run.Recipe?.Setting("network.weights") is { } wanted && wanted is not ("" or "none" or "null")) page.Paragraph("preparation.scratch.wanted", _ => [wanted], "callout");
        else page.Paragraph("preparation.scratch", null, "callout");
    }
}
