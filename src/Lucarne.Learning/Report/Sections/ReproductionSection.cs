namespace Lucarne.Learning.Report.Sections;

/// <summary>What someone else needs to arrive at the same figures.</summary>
internal static class ReproductionSection
{
    public static void Write(PageWriter page, RunContents run) => page.Section("reproduction", () =>
    {
        var facts = run.Run;
        page.Paragraph("reproduction.words");
        var recipe = facts.Recipe ?? run.Recipe?.Setting("name") ?? "RECIPE";
        page.Raw($"<pre class=\"command\">./lucarne train {PageWriter.Escape(recipe)} --data DATA --out RUN{(facts.Device is { } device ? $" --device {PageWriter.Escape(device)}" : "")}</pre>");
        page.Raw("<dl class=\"facts\">");
        Fact(page, "seed", facts.Seed);
        Fact(page, "version", facts.Lucarne);
        Fact(page, "git", facts.Git);
        Fact(page, "device", facts.Device);
        Fact(page, "threads", facts.Threads);
        Fact(page, "precision", facts.Precision);
        if (facts.Started is { } started) Fact(page, "started", started.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture));
        page.Raw("</dl>");
        Times(page, facts);
        if (run.Recipe is not { } found) return;
        page.Raw($"<details><summary>{page.Text("reproduction.recipe")}</summary><pre>{PageWriter.Escape(found.Yaml)}</pre></details>");
    });

    private static void Fact(PageWriter page, string key, string? value)
    {
        if (value is not null) page.Raw($"<dt>{page.Text("fact." + key)}</dt><dd>{PageWriter.Escape(value)}</dd>");
    }

    private static void Times(PageWriter page, RunFacts facts)
    {
        if (facts.Seconds.Count == 0) return;
        var total = facts.Seconds.Sum(s => s.Value);
        page.Paragraph("reproduction.times", l =>
            [Numbers.Duration(total, l), string.Join(", ", facts.Seconds.Select(s => $"{Stage(page, s.Key, l)} {Numbers.Duration(s.Value, l)}"))]);
    }

    private static string Stage(PageWriter page, string key, Language language) =>
        page.Texts.Keys.Contains("stage." + key) ? page.Texts.Of(language, "stage." + key) : key;
}
