using Lucarne.Learning.Report.Charts;

namespace Lucarne.Learning.Report.Sections;

/// <summary>What was in the data and what was wrong with it.</summary>
internal static class DataSection
{
    private const int Shown = 20;

    public static void Write(PageWriter page, RunContents run) => page.Section("data", () =>
    {
        Counts(page, run);
        FigureBlock.Chart(page, run, ClassDistributionChart.Name, wide: true);
        Found(page, run);
    });

    /// <summary>The same of data that was checked and not split yet.</summary>
    public static void WriteChecked(PageWriter page, RunContents run) => page.Section("data", () =>
    {
        Table(page, run);
        Found(page, run);
    });

    private static void Found(PageWriter page, RunContents run)
    {
        FigureBlock.Sheet(page, run, "samples");
        if (page.SaysMissing(run, "fingerprint.json") || run.Data is not { } data) return;
        page.Heading("data.pictures");
        page.Items(Description(page, data));
        Leak(page, data);
        page.Heading("data.defects");
        Broken(page, data);
        page.Items(Copies(page, data));
        Conflicts(page, run, data);
    }

    private static void Counts(PageWriter page, RunContents run)
    {
        page.SaysMissing(run, "split.json");
        Table(page, run);
    }

    private static void Table(PageWriter page, RunContents run)
    {
        if (run.Classes.Count == 0) return;
        var parts = run.PartCounts();
        string Count(int n) => PageWriter.Plain(l => Numbers.Whole(n, l));
        var rows = run.Classes.Select((name, k) =>
        {
            var row = new List<string> { PageWriter.Plain(l => run.Label(name, l)) };
            if (parts is not null) row.AddRange([Count(parts[k][0]), Count(parts[k][1]), Count(parts[k][2]), Count(parts[k].Sum())]);
            else row.Add(Count(run.Data?.Classes.GetValueOrDefault(name) ?? 0));
            if (run.Data is { Intensity.Count: > 0 } data)
                row.Add(data.Intensity.GetValueOrDefault(name) is (double mean, double sd) ? PageWriter.Plain(l => $"{Numbers.Fixed(mean, 2, l)} ± {Numbers.Fixed(sd, 2, l)}") : "–");
            return row;
        }).ToList();
        if (parts is not null)
        {
            var total = new List<string> { $"<strong>{page.Text("data.all")}</strong>" };
            total.AddRange(Enumerable.Range(0, 3).Select(i => Count(parts.Sum(p => p[i]))).Append(Count(parts.Sum(p => p.Sum()))));
            if (rows[0].Count > total.Count) total.Add("");
            rows.Add(total);
        }
        var head = new List<string> { page.Text("table.class") };
        head.AddRange(parts is null ? [page.Text("table.pictures")] : [page.Text("part.train"), page.Text("part.validation"), page.Text("part.test"), page.Text("table.total")]);
        if (rows[0].Count > head.Count) head.Add(page.Text("table.intensity"));
        page.Table(head, rows, 1);
    }

    private static IEnumerable<string> Description(PageWriter page, DataFacts data)
    {
        if (data.Files is int files) yield return page.Text("data.files", l => [Numbers.Whole(files, l), Numbers.Whole(data.Broken.Count, l)]);
        if (data.Sizes.Count > 0)
        {
            var byArea = data.Sizes.OrderBy(s => (long)s.Width * s.Height).ToList();
            string Size((int Width, int Height) s) => $"{s.Width} × {s.Height}";
            var distinct = byArea.Distinct().Count();
            yield return distinct == 1
                ? page.Text("data.size", _ => [Size(byArea[0])])
                : page.Text("data.sizes", l => [Numbers.Whole(distinct, l), Size(byArea[0]), Size(byArea[^1]), Size(byArea[(byArea.Count - 1) / 2])]);
        }
        if (data.Modes.Count > 0)
            yield return page.Text("data.modes", l => [string.Join(l == Language.French ? " ; " : "; ", data.Modes.Take(6).Select(m => $"{m.Key} ({Numbers.Whole(m.Value, l)})"))]);
        if (data.Imbalance is double imbalance)
            yield return page.Text(imbalance >= 1.5 ? "data.imbalance" : "data.balance", l => [Numbers.Fixed(imbalance, 1, l)]);
        if (data.Groups is int groups)
            yield return page.Text("data.groups", l => [Numbers.Whole(groups, l), GroupSource(page, data.GroupSource, l), Numbers.Whole(data.LargestGroup ?? 1, l)]);
    }

    // "groups.csv, then near copies": each source in the page's language, one that the texts do not know in its own words.
    private static string GroupSource(PageWriter page, string? source, Language language) => string.Join(", ", (source ?? "–")
        .Split(", then ")
        .Select(one => page.Texts.Keys.Contains("groups." + one) ? page.Texts.Of(language, "groups." + one) : one));

    private static void Leak(PageWriter page, DataFacts data)
    {
        if (data.LeakedPictures is not int leaked || data.LeakTestPictures is not (int and > 0 and var test)) return;
        var fraction = data.LeakFraction ?? (double)leaked / test;
        page.Paragraph(leaked == 0 ? "data.leak.none" : "data.leak", l => [Numbers.Whole(leaked, l), Numbers.Whole(test, l), Numbers.Percent(fraction, l, 0)], "callout");
    }

    private static void Broken(PageWriter page, DataFacts data)
    {
        if (data.Broken.Count == 0)
        {
            page.Paragraph("data.broken.none");
            return;
        }
        page.Paragraph(data.Broken.Count == 1 ? "data.broken.one" : "data.broken", l => [Numbers.Whole(data.Broken.Count, l)]);
        page.Table([page.Text("table.file"), page.Text("table.fault")],
            data.Broken.Take(Shown).Select(b => (IReadOnlyList<string>)[$"<code>{PageWriter.Escape(b.File)}</code>", Fault(page, b)]), 9);
        More(page, data.Broken.Count);
    }

    /// <summary>What the reader said, in English; in French what its kind of fault means.</summary>
    private static string Fault(PageWriter page, BrokenFile broken)
    {
        var key = $"fault.{broken.Fault}";
        var known = page.Texts.Keys.Contains(key);
        return PageWriter.Plain(l => l == Language.French && known ? page.Texts.Of(l, key) : broken.Message ?? (known ? page.Texts.Of(l, key) : broken.Fault ?? "–"));
    }

    private static IEnumerable<string> Copies(PageWriter page, DataFacts data)
    {
        foreach (var (sets, key) in new[] { (data.ExactDuplicates, "data.exact"), (data.NearDuplicates, "data.near") })
        {
            yield return sets.Count == 0
                ? page.Text(key + ".none")
                : page.Text(key, l => [Numbers.Whole(sets.Count, l), Numbers.Whole(sets.Sum(s => s.Count), l)]) +
                    $" <span class=\"names\">{string.Join(", ", sets.Take(3).Select(s => $"<code>{string.Join(" = ", s.Take(3).Select(PageWriter.Escape))}{(s.Count > 3 ? " …" : "")}</code>"))}{(sets.Count > 3 ? " …" : "")}</span>";
        }
    }

    private static void Conflicts(PageWriter page, RunContents run, DataFacts data)
    {
        if (data.Conflicts.Count == 0)
        {
            page.Paragraph("data.conflicts.none");
            return;
        }
        page.Paragraph(data.Conflicts.Count == 1 ? "data.conflicts.one" : "data.conflicts", l => [Numbers.Whole(data.Conflicts.Count, l)], "warning");
        page.Table([page.Text("table.files"), page.Text("table.classes"), page.Text("table.copy")],
            data.Conflicts.Take(Shown).Select(c => (IReadOnlyList<string>)
            [
                string.Join("<br>", c.Files.Select(f => $"<code>{PageWriter.Escape(f)}</code>")),
                PageWriter.Plain(l => string.Join(", ", c.Classes.Select(name => run.Label(name, l)))),
                c.Kind is "exact" or "near" ? page.Text("copy." + c.Kind) : PageWriter.Escape(c.Kind ?? "–"),
            ]), 9);
        More(page, data.Conflicts.Count);
    }

    private static void More(PageWriter page, int count)
    {
        if (count > Shown) page.Paragraph("table.more", l => [Numbers.Whole(count - Shown, l)], "small");
    }
}
