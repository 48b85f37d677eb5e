using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;
using Lucarne.Learning.Report.Charts;

namespace Lucarne.Insight.Profiles;

/// <summary>Tells the profiles: how many and why, how far to rely on them, and each in words.</summary>
internal static class ProfilesSection
{
    public static IEnumerable<Chart> Charts(ProfileFiles files, Texts texts)
    {
        if (!files.Exist) yield break;
        var facts = files.ReadFacts();
        var pictures = files.ReadAssignments();
        yield return new(ProfileNumberChart.Name, l => ProfileNumberChart.Draw(facts, texts, l));
        yield return new(ProfileClassesChart.Name, l => ProfileClassesChart.Draw(facts, texts, l));
        if (pictures.Count > 0) yield return new(ProfileMapChart.Name, l => ProfileMapChart.Draw(facts, pictures, texts, l));
    }

    public static void Write(PageWriter page, RunContents run, ProfileFiles files)
    {
        if (!files.Exist) return;
        var facts = files.ReadFacts();
        var names = File.Exists(files.Names) ? ProfileNames.Read(files.Names).Names : new Dictionary<string, LocalText>();
        page.Section("profiles", () =>
        {
            page.Paragraph("profiles.lead", l => [Numbers.Whole(facts.FittedOn, l), Numbers.Whole(facts.Components, l), Numbers.Percent(facts.Explained, l, 0)]);
            page.Paragraph("profiles.caution", null, "notice");
            Number(page, facts);
            FigureBlock.Chart(page, run, ProfileNumberChart.Name, wide: true);
            Table(page, facts, names);
            FigureBlock.Chart(page, run, ProfileClassesChart.Name, wide: true);
            page.Heading("profiles.each");
            foreach (var profile in facts.Profiles)
                page.Raw($"<p><strong>{PageWriter.Plain(l => NameOf(profile, names, l))}.</strong> {PageWriter.Plain(l => profile.Description.In(l))}</p>");
            FigureBlock.Sheet(page, run, ProfileSheet.Name);
            FigureBlock.Chart(page, run, ProfileMapChart.Name, wide: true);
            page.Heading("profiles.rely");
            page.Items(Reliance(page, facts));
            page.Paragraph("profiles.model", _ => [facts.Model], "small");
        });
    }

    private static void Number(PageWriter page, ProfileFacts facts)
    {
        var key = facts.Wanted ? "profiles.number.wanted" : facts.BySilhouette == facts.ByGap ? "profiles.number.agree" : "profiles.number.differ";
        page.Paragraph(key, l => [Numbers.Whole(facts.Profiles.Count, l), Numbers.Whole(facts.BySilhouette, l), Numbers.Whole(facts.ByGap, l)]);
        if (facts.ByGap == 1) page.Paragraph("profiles.number.none", null, "warning");
    }

    private static void Table(PageWriter page, ProfileFacts facts, IReadOnlyDictionary<string, LocalText> names)
    {
        var rows = facts.Profiles.Select(profile => (IReadOnlyList<string>)
        [
            PageWriter.Plain(l => NameOf(profile, names, l)),
            PageWriter.Plain(l => Numbers.Whole(profile.Pictures[LatentPictures.Train].Sum(), l)),
            PageWriter.Plain(l => Numbers.Whole(profile.Pictures.GetValueOrDefault(LatentPictures.Test)?.Sum() ?? 0, l)),
            PageWriter.Plain(l => $"{facts.Classes[profile.Dominant].Label.In(l)} {Numbers.Percent(profile.Purity, l, 0)}"),
            PageWriter.Plain(l => $"{profile.Nearest} ({Numbers.Fixed(profile.Separation, 1, l)})"),
            PageWriter.Plain(l => Numbers.Percent(profile.Jaccard, l, 0)),
        ]);
        page.Table(
            [page.Text("profiles.table.profile"), page.Text("part.train"), page.Text("part.test"), page.Text("profiles.table.class"), page.Text("profiles.table.nearest"), page.Text("profiles.table.again")],
            rows, 1);
    }

    private static IEnumerable<string> Reliance(PageWriter page, ProfileFacts facts)
    {
        yield return page.Text("profiles.rely.stability", l => [Numbers.Whole(facts.Stability.Draws, l), Numbers.Fixed(facts.Stability.AdjustedRand, 2, l)]);
        foreach (var part in new[] { LatentPictures.Train, LatentPictures.Test })
        {
            if (facts.Agreement.GetValueOrDefault(part) is not { } agreement) continue;
            yield return page.Text($"profiles.rely.{part}", l => [Numbers.Fixed(agreement.AdjustedRand, 2, l), Numbers.Fixed(agreement.MutualInformation, 2, l), Numbers.Percent(agreement.Purity, l, 0)]);
        }

        yield return page.Text("profiles.rely.labels");
        if (facts.NetworkSawTest) yield return page.Text("profiles.rely.refit");
    }

    private static string NameOf(ProfileFact profile, IReadOnlyDictionary<string, LocalText> names, Language language) =>
        names.GetValueOrDefault(profile.Key)?.In(language) ?? profile.Key;
}
