using Lucarne.Insight.Clusters;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;

namespace Lucarne.Insight.Profiles;

/// <summary>
/// Describes profiles as a doctor reads them. A profile is what pictures look like: nothing here may say how a disease will go, for no
/// outcome is known.
/// </summary>
internal static class ProfileWords
{
    /// <summary>From this part on a profile is one class's.</summary>
    private const double NearlyAll = 0.95;

    /// <summary>Below this part no class lends its name.</summary>
    private const double Mostly = 0.75;

    private const double Far = 1.6;
    private const double Apart = 1.1;

    public static LocalText Notice(Texts texts) => Both(l => $"{texts.Of(l, "notice.title")} {texts.Of(l, "notice.text")}");

    /// <summary>The name a profile has until somebody gives it another.</summary>
    public static LocalText Name(ProfileFact profile, IReadOnlyList<ProfileClass> classes, Texts texts) => Both(l =>
        texts.Of(l, "profiles.name", profile.Key, profile.Purity >= Mostly ? Label(classes[profile.Dominant], l) : texts.Of(l, "profiles.name.mixed")));

    /// <summary>A few sentences: whose pictures, how far from others, whether found again, and in what it differs.</summary>
    public static LocalText Describe(ProfileFact profile, IReadOnlyList<ProfileFact> all, ProfileFacts facts, Texts texts) => Both(l =>
    {
        var sentences = new List<string> { Members(profile, facts, texts, l) };
        var place = profile.Separation >= Far ? "far" : profile.Separation >= Apart ? "apart" : "touching";
        sentences.Add(texts.Of(l, $"profiles.words.{place}", profile.Nearest));
        var again = profile.Jaccard >= ClusterStability.Stable ? "stable" : profile.Jaccard >= ClusterStability.Dissolved ? "fair" : "dissolved";
        sentences.Add(texts.Of(l, $"profiles.words.{again}", Numbers.Percent(profile.Jaccard, l, 0)));
        if (profile.Differences.Count > 0)
        {
            var listed = string.Join(", ", profile.Differences.Select(one => texts.Of(l, one.Effect > 0 ? "profiles.words.higher" : "profiles.words.lower",
                one.Label.In(l), Numbers.Fixed(Math.Abs(one.Effect), 1, l))));
            var against = profile.Differences[0].Against;
            sentences.Add(against is null ? texts.Of(l, "profiles.words.differs", listed) : texts.Of(l, "profiles.words.differs.from", against, listed));
        }

        if (all.Count(other => other.Dominant == profile.Dominant) > 1) sentences.Add(texts.Of(l, "profiles.words.outcome"));
        return string.Join(" ", sentences);
    });

    private static string Members(ProfileFact profile, ProfileFacts facts, Texts texts, Language language)
    {
        var counts = profile.Pictures[LatentPictures.Train];
        var total = counts.Sum();
        string Part(int c) => $"{Label(facts.Classes[c], language)} {Numbers.Percent((double)counts[c] / total, language, 0)}";
        var rest = string.Join(", ", Enumerable.Range(0, counts.Length).Where(c => c != profile.Dominant && counts[c] > 0).OrderByDescending(c => counts[c]).Select(Part));
        var pictures = Numbers.Whole(total, language);
        var dominant = Label(facts.Classes[profile.Dominant], language);
        if (rest.Length == 0) return texts.Of(language, "profiles.words.all", pictures, dominant);
        var share = Numbers.Percent(profile.Purity, language, 0);
        return profile.Purity >= NearlyAll ? texts.Of(language, "profiles.words.nearly", pictures, dominant, share)
            : profile.Purity >= Mostly ? texts.Of(language, "profiles.words.mostly", pictures, dominant, share, rest)
            : texts.Of(language, "profiles.words.mixed", pictures, $"{dominant} {share}, {rest}");
    }

    private static string Label(ProfileClass one, Language language) => one.Label.In(language);

    private static LocalText Both(Func<Language, string> text) => new(text(Language.English), text(Language.French));
}
