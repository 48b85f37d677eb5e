using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Report;

/// <summary>The languages that a report is written in.</summary>
internal enum Language
{
    English,
    French,
}

internal static class Languages
{
    public static readonly IReadOnlyList<Language> All = [Language.English, Language.French];

    public static string In(this LocalText text, Language language) => text.In(language.Code());

    public static string Code(this Language language) => language == Language.French ? "fr" : "en";
}
