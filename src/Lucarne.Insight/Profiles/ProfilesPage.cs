using Lucarne.Imaging;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;

namespace Lucarne.Insight.Profiles;

/// <summary>profiles.html: the profiles of a run on a page of their own.</summary>
internal static class ProfilesPage
{
    /// <summary>Draws the charts and writes the page; returns its path.</summary>
    public static string Write(string folder, Recipe recipe, Texts texts, List<string> notes, CancellationToken cancellation)
    {
        var files = new ProfileFiles(folder);
        var figures = Path.Combine(folder, "figures");
        Directory.CreateDirectory(figures);
        if (RunFigures.Draw(ProfilesSection.Charts(files, texts), figures, new Learning.Report.Charts.ChartRenderer(), cancellation).Warning is { } warning) notes.Add(warning);
        var page = new PageWriter(texts);
        page.Raw("<header>");
        page.Raw($"<p class=\"kicker\">Lucarne · {page.Text("profiles.kicker")}</p>");
        page.Raw($"<h1>{PageWriter.Plain(l => recipe.Title.In(l))}</h1>");
        page.Raw($"<aside class=\"notice\" role=\"note\"><strong>{page.Text("notice.title")}</strong> {page.Text("notice.text")}</aside></header><main>");
        ProfilesSection.Write(page, RunContents.Read(folder), files);
        page.Raw($"</main><footer><p>{page.Text("notice.text")}</p><p>{page.Text("footer.made", _ => [files.ReadFacts().Lucarne])}</p></footer>");
        var path = Path.Combine(folder, "profiles.html");
        PlacedFile.Write(path, PageShell.Around($"Lucarne · {recipe.Title.En}", page.ToString()));
        return path;
    }
}
