using System.Globalization;

namespace Lucarne.Learning.Report;

/// <summary>Days as each language writes them, in UTC, the same on every machine.</summary>
internal static class Dates
{
    private static readonly string[] French =
        ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

    public static string Day(DateTimeOffset time, Language language)
    {
        var utc = time.UtcDateTime;
        return language == Language.French
            ? string.Create(CultureInfo.InvariantCulture, $"{(utc.Day == 1 ? "1er" : utc.Day)} {French[utc.Month - 1]} {utc.Year}")
            : utc.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
    }
}
