using Lucarne.Insight.Certainty;
using Lucarne.Learning.Report;

namespace Lucarne.Insight.Explanation;

/// <summary>The page of a folder of explanations: self-contained, in both languages, for screen and paper.</summary>
internal static class ExplanationPage
{
    public static string Compose(string folder, IReadOnlyList<(ExplainedPicture Explained, Reader Reader)> pictures)
    {
        var page = new PageWriter(new Texts([new CertaintyChapter()]));
        page.Raw($"<header><p class=\"kicker\">Lucarne</p><h1>{page.Text("certainty.page.title")}</h1>");
        foreach (var notice in pictures.Select(one => one.Explained.Reading.Notice).Distinct())
            page.Raw($"<aside class=\"notice\" role=\"note\">{PageWriter.Plain(l => notice.In(l.Code()))}</aside>");
        page.Raw("</header><main>");
        foreach (var (explained, reader) in pictures) Picture(page, folder, explained, reader);
        return PageShell.Around("Lucarne", page.Raw("</main>").ToString());
    }

    private static void Picture(PageWriter page, string folder, ExplainedPicture explained, Reader reader)
    {
        var reading = explained.Reading;
        page.Raw($"<section><h2>{PageWriter.Escape(Path.GetFileName(reading.File))}</h2>");
        page.Raw($"<p class=\"lead\">{PageWriter.Plain(l => reading.Sentence.In(l.Code()))}</p>");
        if (reading.Nearest.LearnedFrom is { } same) page.Paragraph("certainty.page.learned", _ => [same], "warning");
        if (explained.HeatMapFile is { } map)
            Figure(page, folder, map, page.Text("certainty.page.map", l => [reader.LabelOf(explained.Class!).In(l.Code())]));
        if (reading.Decision != Decision.NotForThisModel) Probabilities(page, reading, reader);
        if (reading.OutOfDistribution is { } foreign && double.IsFinite(foreign.Threshold))
            page.Paragraph("certainty.page.foreign", l => [Numbers.Fixed(foreign.Score, 2, l), Numbers.Fixed(foreign.Threshold, 2, l)], "small");
        Neighbours(page, folder, explained, reader);
        page.Raw("</section>");
    }

    private static void Probabilities(PageWriter page, PictureReading reading, Reader reader) => page.Table(
        [page.Text("table.class"), page.Text("certainty.page.probability"), page.Text("certainty.page.possible")],
        reading.Probabilities.OrderByDescending(pair => pair.Value).Select(pair => (IReadOnlyList<string>)
        [
            PageWriter.Plain(l => reader.LabelOf(pair.Key).In(l.Code())), PageWriter.Plain(l => Numbers.Percent(pair.Value, l)),
            reading.PredictionSet.Contains(pair.Key) ? "✓" : "",
        ]), 1);

    private static void Neighbours(PageWriter page, string folder, ExplainedPicture explained, Reader reader)
    {
        if (explained.Reading is not { Decision: not Decision.NotForThisModel, Nearest: { Majority: { } majority } nearest }) return;
        page.Paragraph(
            nearest.Agree == true ? "certainty.page.agree" : "certainty.page.disagree",
            l => [Numbers.Whole(nearest.Cases.Count(one => one.Class == majority), l), Numbers.Whole(nearest.Cases.Count, l), reader.LabelOf(majority).In(l.Code())],
            nearest.Agree == true ? null : "warning");
        if (explained.NeighboursFile is { } sheet) Figure(page, folder, sheet, page.Text("certainty.page.neighbours"));
    }

    private static void Figure(PageWriter page, string folder, string file, string caption)
    {
        var bytes = Convert.ToBase64String(File.ReadAllBytes(Path.Combine(folder, file)));
        page.Raw($"<figure class=\"sheet\"><img alt=\"\" src=\"data:image/png;base64,{bytes}\"><figcaption>{caption}</figcaption></figure>");
    }
}
