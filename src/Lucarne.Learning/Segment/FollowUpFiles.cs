using System.Globalization;
using System.Text;
using Lucarne.Imaging;
using Lucarne.Learning.Report;

namespace Lucarne.Learning.Segment;

/// <summary>Writes a follow-up: follow_up.json for programs, follow_up.en.txt and follow_up.fr.txt for people.</summary>
public static class FollowUpFiles
{
    /// <summary>Writes the three files.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="followUp">What changed.</param>
    public static void Write(string folder, FollowUp followUp)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(followUp);
        var document = new
        {
            followUp.PatientId,
            followUp.Before,
            followUp.After,
            followUp.Days,
            followUp.Structures,
            Method = "doubling_time_days = days * ln 2 / ln(after_ml / before_ml), exponential growth (Schwartz, Cancer 14, 1961); negative: halving time",
            Note = ScanVolumes.Caution,
        };
        JsonFile.Write(Path.Combine(folder, "follow_up.json"), document);
        PlacedFile.Write(Path.Combine(folder, "follow_up.en.txt"), InEnglish(followUp));
        PlacedFile.Write(Path.Combine(folder, "follow_up.fr.txt"), InFrench(followUp));
    }

    /// <summary>The follow-up as a table in English.</summary>
    public static string InEnglish(FollowUp followUp) => Table(followUp, Language.English);

    /// <summary>The follow-up as a table in French.</summary>
    public static string InFrench(FollowUp followUp) => Table(followUp, Language.French);

    private static string Table(FollowUp followUp, Language language)
    {
        ArgumentNullException.ThrowIfNull(followUp);
        var isFrench = language == Language.French;
        var text = new StringBuilder();
        text.Append(isFrench ? "Suivi du patient " : "Follow-up of patient ").Append(followUp.PatientId).Append(isFrench ? "\u202f: " : ": ")
            .Append(Day(followUp.Before)).Append(" → ").Append(Day(followUp.After))
            .Append(isFrench ? $" ({followUp.Days} jours)" : $" ({followUp.Days} days)").Append("\n\n");
        string[] head = isFrench ? ["Structure", "avant (mL)", "après (mL)", "écart (mL)", "écart (%)"] : ["Structure", "before (mL)", "after (mL)", "change (mL)", "change (%)"];
        text.Append(Row(head[0], head[1], head[2], head[3], head[4]));
        foreach (var change in followUp.Structures)
        {
            text.Append(Row(
                change.Label.In(language),
                Numbers.Fixed(change.BeforeMl, 2, language),
                Numbers.Fixed(change.AfterMl, 2, language),
                Signed(change.ChangeMl, 2, language),
                change.ChangePercent is { } percent ? Signed(percent, 1, language) : "–"));
        }

        text.Append('\n').Append(TumourLine(followUp, language)).Append('\n').Append(ScanVolumes.Caution.In(language)).Append('\n');
        return text.ToString();
    }

    private static string TumourLine(FollowUp followUp, Language language)
    {
        var isFrench = language == Language.French;
        if (followUp.Structures.FirstOrDefault(change => change.DoublingTimeDays is not null) is not { DoublingTimeDays: { } time } change)
            return isFrench ? "Temps de doublement de la tumeur : non calculable (volume nul ou inchangé)." : "Doubling time of the tumour: cannot be computed (no volume, or no change).";
        var days = Numbers.Fixed(Math.Abs(time), Math.Abs(time) < 10 ? 1 : 0, language);
        return (time > 0, isFrench) switch
        {
            (true, true) => $"{change.Label.Fr} : temps de doublement {days} jours (croissance exponentielle, Schwartz 1961).",
            (true, false) => $"{change.Label.En}: doubling time {days} days (exponential growth, Schwartz 1961).",
            (false, true) => $"{change.Label.Fr} : le volume diminue ; temps de demi-réduction {days} jours (décroissance exponentielle, Schwartz 1961).",
            (false, false) => $"{change.Label.En}: the volume shrinks; halving time {days} days (exponential decay, Schwartz 1961).",
        };
    }

    private static string Row(string name, params string[] numbers) => $"{name,-44}{string.Concat(numbers.Select(number => $"{number,14}"))}\n";

    private static string Signed(double number, int decimals, Language language) => (number > 0 ? "+" : "") + Numbers.Fixed(number, decimals, language);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
