using Lucarne.Imaging;
using Lucarne.Learning.Report.Sections;

namespace Lucarne.Learning.Report;

/// <summary>
/// Writes report.html: the whole story of a run on one page that needs nothing but itself, in English and French, for
/// screen and paper. It reads the run folder's files and nothing else; a section whose file is missing says so.
/// </summary>
public static class RunReport
{
    /// <summary>Writes report.html into <paramref name="runFolder"/>, beside its place first and then renamed; returns its path.</summary>
    /// <param name="runFolder">The run.</param>
    /// <param name="chapters">What projects above this one add.</param>
    /// <exception cref="ReportException">The folder does not exist.</exception>
    public static string Write(string runFolder, IReadOnlyList<RunChapter>? chapters = null)
    {
        var path = Path.Combine(runFolder, "report.html");
        PlacedFile.Write(path, Compose(RunContents.Read(runFolder), chapters ?? []));
        return path;
    }

    internal static string Compose(RunContents run, IReadOnlyList<RunChapter> chapters)
    {
        var page = new PageWriter(new Texts(chapters));
        page.Raw("<main>");
        if (run.IsSegmentation) Segmentation(page, run);
        else Classification(page, run, chapters);
        ReproductionSection.Write(page, run);
        page.Raw("</main>");
        page.Raw($"<footer><p>{page.Text("notice.text")}</p><p>{page.Text("footer.made", _ => [run.Run.Lucarne ?? "–"])}</p></footer>");
        var opening = new PageWriter(page.Texts);
        OpeningSection.Write(opening, run, page.Sections);
        return PageShell.Around($"Lucarne · {run.Recipe?.Title?.En ?? run.Run.Recipe ?? "run"}", $"{opening}{page}");
    }

    private static void Classification(PageWriter page, RunContents run, IReadOnlyList<RunChapter> chapters)
    {
        HeadlineSection.Write(page, run);
        DataSection.Write(page, run);
        Added(ChapterPlace.Data);
        PreparationSection.Write(page, run);
        Added(ChapterPlace.Preparation);
        TrainingSection.Write(page, run);
        EvaluationSection.Write(page, run);
        MistakesSection.Write(page, run);
        Added(ChapterPlace.Evaluation);
        LimitsSection.Write(page, run);

        void Added(ChapterPlace place)
        {
            foreach (var chapter in chapters.Where(chapter => chapter.Place == place)) chapter.Write(page, run);
        }
    }

    private static void Segmentation(PageWriter page, RunContents run)
    {
        SegmentationSections.Headline(page, run);
        SegmentationSections.Data(page, run);
        PreparationSection.Write(page, run);
        TrainingSection.Write(page, run);
        SegmentationSections.Evaluation(page, run);
        SegmentationSections.Limits(page, run);
    }
}
