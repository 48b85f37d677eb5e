using Lucarne.Insight.Certainty;
using Lucarne.Insight.Neighbours;
using Lucarne.Insight.Recommendations;
using Lucarne.Learning.Report;

namespace Lucarne.Insight.Explanation;

/// <summary>The page of a folder of explanations: self-contained, in both languages, for screen and paper.</summary>
internal static class ExplanationPage
{
    public static string Compose(IReadOnlyList<PageEntry> entries)
    {
        var page = new PageWriter(new Texts([new CertaintyChapter(), new RecommendationChapter()]));
        page.Raw($"<header><p class=\"kicker\">Lucarne</p><h1>{page.Text("certainty.page.title")}</h1>");
        foreach (var notice in entries.Select(entry => entry.Explained.Reading.Notice).Distinct())
            page.Raw($"<aside class=\"notice\" role=\"note\">{PageWriter.Plain(l => notice.In(l))}</aside>");
        page.Raw("</header><main>");
        foreach (var entry in entries) Picture(page, entry);
        return PageShell.Around("Lucarne", page.Raw("</main>").ToString());
    }

    private static void Picture(PageWriter page, PageEntry entry)
    {
        var (reading, reader) = (entry.Explained.Reading, entry.Reader);
        page.Raw($"<section><h2>{PageWriter.Escape(Path.GetFileName(reading.File))}</h2>");
        page.Raw($"<p class=\"lead\">{PageWriter.Plain(l => reading.Sentence.In(l))}</p>");
        if (reading.Nearest.LearnedFrom is { } same) page.Paragraph("certainty.page.learned", _ => [same], "warning");
        Figure(page, entry);
        if (reading.Decision != Decision.NotForThisModel) Probabilities(page, reading, reader);
        if (reading.OutOfDistribution is { } foreign && double.IsFinite(foreign.Threshold))
            page.Paragraph("certainty.page.foreign", l => [Numbers.Fixed(foreign.Score, 2, l), Numbers.Fixed(foreign.Threshold, 2, l)], "small");
        Neighbours(page, reading, reader);
        if (entry.Explained.Recommendation is { } recommended) Recommended(page, recommended);
        page.Raw("</section>");
    }

    private static void Figure(PageWriter page, PageEntry entry)
    {
        var explained = entry.Explained;
        var image = $"<img alt=\"\" src=\"{Inline(entry.Shown)}\">";

        // The whole heat map lies beside the page; where the page went alone the link leads nowhere, and the picture stays.
        var linked = explained.HeatMapFile is { } file ? $"<a href=\"{PageWriter.Escape(Uri.EscapeDataString(file))}\">{image}</a>" : image;
        var caption = explained.Class is { } name ? page.Text("certainty.page.map", l => [entry.Reader.LabelOf(name).In(l)]) : page.Text("certainty.page.plain");
        page.Raw($"<figure class=\"sheet\">{linked}<figcaption>{caption}</figcaption></figure>");
    }

    private static void Probabilities(PageWriter page, PictureReading reading, Reader reader) => page.Table(
        [page.Text("table.class"), page.Text("certainty.page.probability"), page.Text("certainty.page.possible")],
        reading.Probabilities.OrderByDescending(pair => pair.Value).Select(pair => (IReadOnlyList<string>)
        [
            PageWriter.Plain(l => reader.LabelOf(pair.Key).In(l)), PageWriter.Plain(l => Numbers.Percent(pair.Value, l)),
            reading.PredictionSet.Contains(pair.Key) ? "✓" : "",
        ]), 1);

    private static void Neighbours(PageWriter page, PictureReading reading, Reader reader)
    {
        if (reading is not { Decision: not Decision.NotForThisModel, Nearest: { Majority: { } majority } nearest }) return;
        page.Paragraph(
            nearest.Agree == true ? "certainty.page.agree" : "certainty.page.disagree",
            l => [Numbers.Whole(nearest.Cases.Count(one => one.Class == majority), l), Numbers.Whole(nearest.Cases.Count, l), reader.LabelOf(majority).In(l)],
            nearest.Agree == true ? null : "warning");
        if (nearest.Cases.All(one => one.Thumbnail is null)) return;
        page.Raw($"<figure><div class=\"cases\">{string.Concat(nearest.Cases.Select(one => Case(one, reader)))}</div><figcaption>{page.Text("certainty.page.neighbours")}</figcaption></figure>");
    }

    private static string Case(Neighbour near, Reader reader)
    {
        var picture = near.Thumbnail is { } small ? $"<img alt=\"\" src=\"{Inline(small.Span)}\">" : "";
        return $"<div>{picture}<b>{PageWriter.Plain(l => reader.LabelOf(near.Class).In(l))}</b> {PageWriter.Plain(l => Numbers.Fixed(near.Distance, 2, l))}<br><span class=\"small\">{PageWriter.Escape(Path.GetFileName(near.File))}</span></div>";
    }

    /// <summary>What follows by the recipe's rules, with the rule and the neighbours that it rests on.</summary>
    private static void Recommended(PageWriter page, Recommendation recommended)
    {
        page.Heading("recommendations.title");
        page.Raw($"<p>{PageWriter.Plain(l => recommended.Advice.In(l))}</p>");
        page.Raw($"<p class=\"small\">{PageWriter.Plain(l => recommended.Support.In(l))}</p>");
    }

    private static string Inline(ReadOnlySpan<byte> jpeg) => $"data:image/jpeg;base64,{Convert.ToBase64String(jpeg)}";
}
