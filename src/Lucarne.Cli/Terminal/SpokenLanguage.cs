using System.CommandLine;
using System.Globalization;

namespace Lucarne.Cli.Terminal;

/// <summary>The language of what a doctor reads in a terminal: the one asked for, else the system's, where it is French or English.</summary>
internal static class SpokenLanguage
{
    /// <summary>The system's: <c>fr</c>, or <c>en</c> for every other.</summary>
    public static string OfSystem => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "fr" ? "fr" : "en";

    /// <summary>Asks for a language.</summary>
    public static Option<string> Option()
    {
        var option = new Option<string>("--language") { Description = "of what is printed and drawn: en or fr; the system's where it is left out", DefaultValueFactory = _ => OfSystem };
        option.AcceptOnlyFromAmong("en", "fr");
        return option;
    }
}
