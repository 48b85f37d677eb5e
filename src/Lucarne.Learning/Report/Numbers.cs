using System.Globalization;

namespace Lucarne.Learning.Report;

/// <summary>
/// Numbers as each language writes them. Spelled out rather than left to the machine's locale data, so that a page is
/// the same wherever it is written.
/// </summary>
internal static class Numbers
{
    private const string NarrowSpace = "\u202f";

    private static readonly NumberFormatInfo English = Format(".", ",");
    private static readonly NumberFormatInfo French = Format(",", NarrowSpace);

    public static string Whole(long number, Language language) => number.ToString("#,0", For(language));

    public static string Fixed(double number, int decimals, Language language) =>
        number.ToString(decimals == 0 ? "#,0" : "#,0." + new string('0', decimals), For(language));

    /// <summary>A fraction as a percentage: 0.914 is "91.4%" in English and "91,4 %" in French.</summary>
    public static string Percent(double fraction, Language language, int decimals = 1) =>
        Fixed(fraction * 100, decimals, language) + (language == Language.French ? NarrowSpace + "%" : "%");

    /// <summary>A number with <paramref name="digits"/> significant digits, such as a learning rate.</summary>
    public static string Significant(double number, int digits, Language language) =>
        number.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), For(language));

    /// <summary>A length of time: "42 s", "3 min 07 s", "1 h 05 min".</summary>
    public static string Duration(double seconds, Language language)
    {
        var time = TimeSpan.FromSeconds(Math.Round(seconds));
        if (seconds < 10) return Fixed(seconds, 1, language) + NarrowSpace + "s";
        if (time.TotalMinutes < 1) return Whole((long)time.TotalSeconds, language) + NarrowSpace + "s";
        return time.TotalHours < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}{NarrowSpace}min {time.Seconds:00}{NarrowSpace}s")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}{NarrowSpace}h {time.Minutes:00}{NarrowSpace}min");
    }

    private static NumberFormatInfo For(Language language) => language == Language.French ? French : English;

    private static NumberFormatInfo Format(string point, string group) => NumberFormatInfo.ReadOnly(new NumberFormatInfo
    {
        NumberDecimalSeparator = point,
        NumberGroupSeparator = group,
    });
}
