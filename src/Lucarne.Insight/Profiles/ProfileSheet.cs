using Lucarne.Imaging;
using Lucarne.Learning.Report;

namespace Lucarne.Insight.Profiles;

/// <summary>figures/profiles.png: for each profile a row of its typical pictures and a row of those at its border, in both languages.</summary>
internal static class ProfileSheet
{
    public const string Name = "profiles";

    private const int Columns = 5;

    /// <summary>Draws the sheet; nothing where no picture can be read.</summary>
    /// <param name="facts">The profiles.</param>
    /// <param name="labels">The class of each file, by index.</param>
    /// <param name="paths">Where each file lies.</param>
    /// <param name="limits">How large a picture may be.</param>
    /// <param name="figures">Where the sheet goes.</param>
    /// <param name="texts">Its words.</param>
    public static void Write(
        ProfileFacts facts, IReadOnlyDictionary<string, int> labels, IReadOnlyDictionary<string, string> paths, PictureLimits limits, string figures, Texts texts)
    {
        var shown = facts.Profiles.SelectMany(profile => profile.Typical.Select(file => (profile, file, Key: "profiles.sheet.typical")).Concat(profile.Border.Select(file => (profile, file, Key: "profiles.sheet.border"))))
            .Select(one => (one.profile, one.file, one.Key, Picture: paths.TryGetValue(one.file, out var path) ? RunSheets.Thumbnail(path, limits) : null))
            .Where(one => one.Picture is not null).ToList();
        if (shown.Count == 0) return;
        foreach (var language in Languages.All)
        {
            var cells = shown.Select(one => new SheetCell(one.Picture!,
                $"{texts.Of(language, one.Key, one.profile.Key)}\n{facts.Classes[labels[one.file]].Label.In(language)} · {Path.GetFileName(one.file)}"));
            PictureWriter.Write(Path.Combine(figures, RunFigures.FileName(Name, language) + ".png"), ContactSheet.Compose([.. cells], new SheetLayout { Columns = Columns }));
        }
    }
}
