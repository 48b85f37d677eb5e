using System.Globalization;
using System.Security.Claims;
using Lucarne.Server.Security;
using Microsoft.AspNetCore.Http.Extensions;

namespace Lucarne.Server.Pages;

/// <summary>Who looks at a page, in which language and light.</summary>
/// <param name="Texts">The pages' sentences.</param>
/// <param name="Language">en or fr.</param>
/// <param name="Theme">light, dark, or empty for what the system says.</param>
/// <param name="User">Who is signed in.</param>
/// <param name="Address">Path and query of this page.</param>
public sealed record Visit(Texts Texts, string Language, string Theme, ClaimsPrincipal User, string Address)
{
    /// <summary>Keeps the language that was chosen.</summary>
    public const string LanguageCookie = "lucarne-language";
    /// <summary>Keeps the light that was chosen.</summary>
    public const string ThemeCookie = "lucarne-theme";

    /// <summary>How numbers and dates are written.</summary>
    public CultureInfo Culture { get; } = CultureInfo.GetCultureInfo(Language == "fr" ? "fr-FR" : "en-GB");

    /// <summary>Whether somebody is signed in.</summary>
    public bool IsSignedIn => User.Identity?.IsAuthenticated == true;

    /// <summary>The name a person reads.</summary>
    public string DisplayName => User.FindFirstValue(ClaimTypes.GivenName) ?? User.Identity?.Name ?? "";

    /// <summary>A sentence in the reader's language.</summary>
    public string Say(string key, params object[] values) => Texts.Of(Language, key, values);

    /// <summary>A fraction as a percentage, with the language's spacing.</summary>
    public string Percent(double fraction) => string.Create(Culture, $"{100 * fraction:0.0}\u00A0%");

    /// <summary>A time as people write it, in UTC.</summary>
    public string Time(DateTimeOffset time) => time.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", Culture);

    /// <summary>A day as people write it.</summary>
    public string Day(DateOnly day) => day.ToString("d MMM yyyy", Culture);

    /// <summary>Whether the person has a right, one of <see cref="Access"/>'s.</summary>
    public bool May(string right) => Access.May(User, right);

    /// <summary>The visit of a request: the language chosen, else the first that the browser asks for and Lucarne speaks, else English.</summary>
    public static Visit Of(HttpContext context)
    {
        var cookie = context.Request.Cookies[LanguageCookie];
        var language = cookie is "en" or "fr" ? cookie : Asked(context.Request);
        var theme = context.Request.Cookies[ThemeCookie] is "light" or "dark" ? context.Request.Cookies[ThemeCookie]! : "";
        return new Visit(context.RequestServices.GetRequiredService<Texts>(), language, theme, context.User, context.Request.GetEncodedPathAndQuery());
    }

    private static string Asked(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .OrderByDescending(wish => wish.Quality ?? 1)
        .Select(wish => wish.Value.Value ?? "")
        .Select(wish => wish.StartsWith("fr", StringComparison.OrdinalIgnoreCase) ? "fr" : wish.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? "en" : "")
        .FirstOrDefault(language => language.Length > 0) ?? "en";
}
